-- Keys of the public API. `empreinte` is the SHA-256 of a key that only its owner holds; `fin`, its last characters,
-- lets him tell his keys apart. What a key may do is the part of its owner's role that `portees` names.
create table cle_api (
  id uuid primary key default gen_random_uuid(),
  compte uuid not null references compte on delete cascade,
  nom text not null,
  empreinte bytea not null unique,
  fin text not null check (length(fin) = 4),
  portees text[] not null default '{}',
  creee_le timestamptz not null,
  -- Last day on which it is worth something.
  expire_le date,
  revoquee_le timestamptz,
  revoquee_par uuid references compte on delete set null
);
create index cle_api_compte on cle_api (compte, creee_le desc);

-- What was asked with a key, by day (Paris): how many calls, among them refusals and changes. No address, no question.
create table cle_api_usage (
  cle uuid not null references cle_api on delete cascade,
  jour date not null,
  appels integer not null,
  ecritures integer not null,
  refus integer not null,
  dernier timestamptz not null,
  primary key (cle, jour)
);
create index cle_api_usage_jour on cle_api_usage (jour);
