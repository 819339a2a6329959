"""What a form says of a community: values of slots, rows, drafts."""
