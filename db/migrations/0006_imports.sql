-- Bibliographies that came in: the file as it was, and one line for each reference that was read in it.
create table import (
  id integer generated always as identity primary key,
  fichier text not null,
  format text not null check (format in ('docx', 'pdf', 'html', 'markdown', 'texte')),
  -- SHA-256 of `octets`, in hexadecimal: the same file is never imported twice.
  empreinte text not null unique,
  octets bytea not null check (octet_length(octets) <= 20000000),
  -- [{ n, texte, page }]: what the reader of the format saw.
  lignes jsonb not null check (jsonb_typeof(lignes) = 'array'),
  titre text,
  -- [{ n, texte, raison }]: passages that look like a reference and could not be read.
  ecartes jsonb not null default '[]' check (jsonb_typeof(ecartes) = 'array'),
  etat text not null default 'a-relire' check (etat in ('a-relire', 'termine', 'abandonne')),
  cree_par uuid references compte on delete set null,
  cree_le timestamptz not null
);
create index import_cree on import (cree_le desc);

create table import_ligne (
  import integer not null references import,
  -- From 1, in the order of the document.
  rang integer not null,
  debut integer not null,
  fin integer not null,
  page integer,
  source text not null,
  -- What the recogniser says that the reference is: chosen for the list, in a list of sites, or cited in a note.
  sorte text not null check (sorte in ('notice', 'site', 'note')),
  -- CSL-JSON, `custom` included.
  item jsonb not null,
  -- [{ champ, raison }]
  incertains jsonb not null default '[]' check (jsonb_typeof(incertains) = 'array'),
  -- [{ notice | rang, sur, raison }]: as last computed, see doublons.ts.
  doublons jsonb not null default '[]' check (jsonb_typeof(doublons) = 'array'),
  -- Stable from one file to another: title, year, first author, address. Null where too little is known.
  empreinte text,
  etat text not null check (etat in ('a-relire', 'acceptee', 'fusionnee', 'ecartee', 'deja-la')),
  notice integer references notice,
  primary key (import, rang),
  check ((etat in ('acceptee', 'fusionnee', 'deja-la')) = (notice is not null))
);
create index import_ligne_empreinte on import_ligne (empreinte) where notice is not null;
create index import_ligne_notice on import_ligne (notice) where notice is not null;
