-- Pairs of organismes that somebody looked at and found different.
create table doublon_organisme_ecarte (
  a integer not null references organisme,
  b integer not null references organisme,
  compte uuid references compte on delete set null,
  quand timestamptz not null,
  primary key (a, b),
  check (a < b)
);
