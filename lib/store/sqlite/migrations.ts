/**
 * How to come from each version to the next; the first makes the file. Never changed once released:
 * a change is one more at the end. Instants are milliseconds, ids of texts 64-bit numbers.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE duty (
     id    INTEGER PRIMARY KEY,
     epoch INTEGER NOT NULL
   ) STRICT;

   CREATE TABLE line (
     id          INTEGER PRIMARY KEY,
     number      TEXT NOT NULL UNIQUE,
     ask_after   INTEGER,
     intended_at INTEGER,
     attempted   INTEGER,
     attempts    INTEGER
   ) STRICT;

   CREATE TABLE handled (
     line INTEGER NOT NULL,
     id   INTEGER NOT NULL,
     at   INTEGER NOT NULL,
     PRIMARY KEY (line, id)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE waiting (
     line        INTEGER NOT NULL,
     id          INTEGER NOT NULL,
     sender      TEXT NOT NULL,
     recipient   TEXT NOT NULL,
     body        TEXT NOT NULL,
     received_at INTEGER NOT NULL,
     PRIMARY KEY (line, id)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE failed (
     id          INTEGER PRIMARY KEY,
     sender      TEXT NOT NULL,
     recipient   TEXT NOT NULL,
     body        TEXT NOT NULL,
     received_at INTEGER NOT NULL,
     error       TEXT NOT NULL,
     attempts    INTEGER NOT NULL,
     at          INTEGER NOT NULL
   ) STRICT;

   CREATE TABLE followed (
     kind        INTEGER NOT NULL,
     id          TEXT NOT NULL,
     customer_id TEXT,
     start_at    INTEGER NOT NULL,
     due_at      INTEGER NOT NULL,
     rung        INTEGER NOT NULL DEFAULT 0,
     announced   TEXT,
     failures    INTEGER NOT NULL DEFAULT 0,
     PRIMARY KEY (kind, id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX followed_due ON followed (kind, due_at);

   CREATE TABLE balance (
     id     INTEGER PRIMARY KEY CHECK (id = 1),
     is_low INTEGER NOT NULL
   ) STRICT;`,

  // Those that are there have been announced, as far as anybody knows.
  `ALTER TABLE failed ADD COLUMN announced INTEGER NOT NULL DEFAULT 1`,

  // Every key belongs to an account, and a lease to one number. Without the tables that it knows, a
  // process of the version before commits no more.
  `CREATE TABLE account (
     id   INTEGER PRIMARY KEY,
     name TEXT NOT NULL UNIQUE
   ) STRICT;
   INSERT INTO account VALUES (0, '');

   CREATE TABLE lease (
     account INTEGER NOT NULL,
     name    TEXT NOT NULL,
     fence   INTEGER NOT NULL,
     PRIMARY KEY (account, name)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO lease SELECT 0, 'delivery', epoch FROM duty WHERE id = 2;
   INSERT INTO lease SELECT 0, 'balance', epoch FROM duty WHERE id = 3;
   DROP TABLE duty;

   CREATE TABLE number (
     id          INTEGER PRIMARY KEY,
     account     INTEGER NOT NULL,
     number      TEXT NOT NULL,
     cursor      INTEGER,
     intended_at INTEGER,
     attempted   INTEGER,
     attempts    INTEGER,
     UNIQUE (account, number)
   ) STRICT;
   INSERT INTO number
     SELECT id, 0, number, ask_after, intended_at, attempted, attempts FROM line;

   -- A row that cannot be read may have an id beyond 64 bits, or one that was made up.
   CREATE TABLE dead_letter (
     account     INTEGER NOT NULL,
     id          TEXT NOT NULL,
     number      TEXT NOT NULL,
     sender      TEXT NOT NULL,
     recipient   TEXT NOT NULL,
     body        TEXT NOT NULL,
     received_at INTEGER NOT NULL,
     error       TEXT NOT NULL,
     attempts    INTEGER NOT NULL,
     at          INTEGER NOT NULL,
     announced   INTEGER NOT NULL,
     PRIMARY KEY (account, id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX dead_letter_unannounced ON dead_letter (account, number) WHERE announced = 0;
   -- Of which number it was read was not written down: of the one that has handled it, or that it was
   -- sent to, or else of any, so that it will be announced.
   INSERT INTO dead_letter
     SELECT 0, CAST(id AS TEXT), coalesce(
         (SELECT number FROM line JOIN handled ON handled.line = line.id WHERE handled.id = failed.id),
         (SELECT number FROM line WHERE number = recipient),
         (SELECT number FROM line ORDER BY id LIMIT 1),
         recipient),
       sender, recipient, body, received_at, error, attempts, at, announced
     FROM failed;
   DROP TABLE failed;

   ALTER TABLE handled RENAME TO handled_at;
   CREATE TABLE handled (
     number INTEGER NOT NULL,
     id     INTEGER NOT NULL,
     PRIMARY KEY (number, id)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO handled SELECT line, id FROM handled_at;
   DROP TABLE handled_at;

   ALTER TABLE waiting RENAME TO kept;
   ALTER TABLE kept RENAME COLUMN line TO number;
   DROP TABLE line;

   -- The ten million rows of followed stay as they are: its kind is twice the account, and one more
   -- for customerIds.

   ALTER TABLE balance RENAME TO balance_before;
   CREATE TABLE balance (
     account INTEGER PRIMARY KEY,
     is_low  INTEGER NOT NULL
   ) STRICT;
   INSERT INTO balance SELECT 0, is_low FROM balance_before;
   DROP TABLE balance_before;

   -- The latest time that any process gave.
   CREATE TABLE clock (
     account INTEGER PRIMARY KEY,
     at      INTEGER NOT NULL
   ) STRICT;`,
];
