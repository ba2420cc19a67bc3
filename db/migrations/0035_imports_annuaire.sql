-- Files of the directory, from their deposit to their end.

-- As structures have: what the source last said, so that what people changed is known.
alter table organisme
  add column source_maj date,
  add column origine jsonb,
  add column champs_tenus text[] not null default '{}';

alter table import_annuaire
  drop constraint import_annuaire_etat_check,
  add constraint import_annuaire_etat_check check (etat in ('depose', 'en-cours', 'fait', 'echoue', 'abandonne')),
  add column octets bigint not null default 0,
  -- Everything that exists where the file speaks: what it does not tell any more is to be confirmed as closed.
  add column complet boolean not null default false,
  -- What was seen in it before anything was written, and how it is read.
  add column contenu jsonb,
  add column avertissements integer not null default 0,
  add column fini_le timestamptz;
-- Which kind of sheet `objet_id` numbers.
alter table import_annuaire_ligne add column objet text check (objet in ('organisme', 'structure', 'service'));
create index import_annuaire_quand on import_annuaire (quand desc, id desc);

-- The file itself, in pieces that are read one after another; gone when its import ends.
create table import_annuaire_morceau (
  import integer not null references import_annuaire on delete cascade,
  rang integer not null,
  octets bytea not null,
  primary key (import, rang)
);

-- Which column of a table is which field, kept under the name of the base that the table comes from.
create table annuaire_correspondance (
  nom text primary key,
  correspondance jsonb not null check (jsonb_typeof(correspondance) = 'object'),
  modifiee_le timestamptz not null,
  modifiee_par uuid references compte on delete set null
);
