"""From documents on disk to paper: conversion to PDF, proof-reading, print packs."""
