-- The ledger of an output folder. Read it with any SQLite tool; formgen reads and writes it through store.py.
CREATE TABLE inputs (            -- what a document was made from, beside its data
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE, -- of all the columns below
    rubric_id TEXT NOT NULL,
    rubric_name TEXT NOT NULL,   -- as it was asked for: an id or a file
    rubric TEXT NOT NULL,        -- hash of the rubric without its choices
    readings TEXT NOT NULL,      -- JSON: interpretation -> reading in force
    templates TEXT NOT NULL,     -- JSON: form -> hash of its templates and form.yaml
    wishes TEXT NOT NULL,        -- JSON: --column, --draft and --date
    tool TEXT NOT NULL           -- version of formgen
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,            -- when it began, by the clock of the computer
    kind TEXT NOT NULL,          -- build, collect, submit
    data TEXT NOT NULL,          -- the data file
    data_hash TEXT NOT NULL,
    inputs INTEGER,
    selection TEXT NOT NULL,     -- JSON: layout, --only, --township
    done INTEGER NOT NULL,       -- 1 when it came to its end
    tally TEXT NOT NULL,         -- JSON: how many documents became what
    problems BLOB                -- those of the file as a whole
);
CREATE TABLE communities (
    rubric TEXT NOT NULL,
    township TEXT NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,     -- place in the data
    inputs INTEGER NOT NULL,
    data_hash TEXT NOT NULL,     -- of its values with their cells; empty while something is still to be settled
    made BLOB NOT NULL,          -- paths of its documents, refusals, problems, its line of the 汇总表
    snapshot BLOB NOT NULL,      -- values with cells, points, totals, awards, what was printed
    PRIMARY KEY (rubric, township, name)
);
CREATE TABLE documents (
    path TEXT PRIMARY KEY,       -- below the output folder
    rubric TEXT NOT NULL,
    township TEXT NOT NULL,
    name TEXT NOT NULL,
    form TEXT NOT NULL,
    suffix TEXT NOT NULL,
    digest TEXT NOT NULL,        -- of all that a 汇总表 or index reports; empty when it is to be tried again
    size INTEGER NOT NULL,       -- of the file after the run
    time INTEGER NOT NULL,
    fate TEXT NOT NULL,          -- new, renewed, same, merged, kept, beside
    moved INTEGER NOT NULL,      -- 1 when a person gave it another name or folder
    kept INTEGER NOT NULL        -- places that people filled and that were kept
);
CREATE INDEX documents_of ON documents (rubric, township, name);
CREATE TABLE submissions (
    label TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    files INTEGER NOT NULL
);
CREATE TABLE submitted (         -- the communities as they were handed in
    label TEXT NOT NULL,
    rubric TEXT NOT NULL,
    township TEXT NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    snapshot BLOB NOT NULL,
    PRIMARY KEY (label, rubric, township, name)
);
