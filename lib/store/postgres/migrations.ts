/**
 * Each brings the tables to the next version; one that was published never changes.
 *
 * Ids of received texts are numbers, so that they are ordered as such; ids of followed messages are any
 * text. Instants are milliseconds. Texts of people are kept as JSON, for PostgreSQL takes no NUL and no
 * half of a character.
 */
export const MIGRATIONS: readonly ((schema: string) => string)[] = [
  (schema) => `
    CREATE TABLE ${schema}.lease (
      account text NOT NULL, name text NOT NULL, fence text NOT NULL, expires_at timestamptz NOT NULL,
      wanted_by integer, wanted_until timestamptz,
      PRIMARY KEY (account, name)
    );
    CREATE TABLE ${schema}.number (
      account text NOT NULL, number text NOT NULL, cursor bigint, intended_at bigint,
      attempted bigint, attempts integer,
      PRIMARY KEY (account, number)
    );
    CREATE TABLE ${schema}.handled (
      account text NOT NULL, number text NOT NULL, id bigint NOT NULL,
      PRIMARY KEY (account, number, id)
    );
    CREATE TABLE ${schema}.kept (
      account text NOT NULL, number text NOT NULL, id bigint NOT NULL, text text NOT NULL,
      PRIMARY KEY (account, number, id)
    );
    CREATE TABLE ${schema}.dead_letter (
      account text NOT NULL, id text COLLATE "C" NOT NULL, number text NOT NULL, letter text NOT NULL,
      error text NOT NULL, attempts integer NOT NULL, at bigint NOT NULL, state smallint NOT NULL DEFAULT 0,
      PRIMARY KEY (account, id)
    );
    CREATE INDEX dead_letter_new ON ${schema}.dead_letter (account, number, at) WHERE state = 0;
    CREATE TABLE ${schema}.followed (
      account text NOT NULL, kind smallint NOT NULL, id text COLLATE "C" NOT NULL, customer_id text,
      start_at bigint NOT NULL, due_at bigint NOT NULL, rung integer NOT NULL DEFAULT 0, announced text,
      failures integer NOT NULL DEFAULT 0,
      PRIMARY KEY (account, kind, id)
    );
    CREATE INDEX followed_due ON ${schema}.followed (account, kind, due_at, id);
    CREATE TABLE ${schema}.clock (account text PRIMARY KEY, at bigint NOT NULL);
    CREATE TABLE ${schema}.balance (account text PRIMARY KEY, is_low boolean NOT NULL);`,
];
