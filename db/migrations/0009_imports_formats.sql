-- Library formats come in by the same journey as bibliographies: one line for each record that was read.

alter table import drop constraint import_format_check;
alter table import add constraint import_format_check check (format in ('docx', 'pdf', 'html', 'markdown', 'texte',
  'csl-json', 'ris', 'bibtex', 'unimarc', 'marcxml', 'pmbxml'));
alter table import
  -- Null: a larger file, which the command line read as a stream; each of its records is kept with its line.
  alter octets drop not null,
  -- Name of the base that the file comes from: with the identifier of a record, it tells the record again next time.
  add base text,
  -- Records that could not be read; `ecartes` tells the first ones.
  add refusees integer not null default 0,
  -- What was met in the file: zones, types, keywords, with how many records bear them. Null for a bibliography.
  add releve jsonb,
  -- { natures: { type: nature }, termes: { mot: 'theme/slug' } }: what people chose for this file. Null for a bibliography.
  add choix jsonb,
  -- The first line that was not yet compared with the catalogue; null when all were.
  add a_comparer integer,
  -- { sortes, themes, compte, apres }: accepting goes on in the background; null when none does.
  add versement jsonb;

alter table import_ligne
  -- Where the record begins in its file (« ligne 12 », « octet 4096 »); null for a reference of a bibliography.
  add lieu text,
  -- [{ zone, valeur, raison, gardee }]: fields of the record that the notice does not carry.
  add perdus jsonb not null default '[]' check (jsonb_typeof(perdus) = 'array'),
  -- Identifier of the record in its base (001, ID, citation key); null where it has none.
  add id_source text,
  -- Hash of the record as it was read: tells whether it changed in its base.
  add contenu text;
create index import_ligne_source on import_ligne (id_source) where notice is not null and id_source is not null;
create index import_ligne_interne on import_ligne (import, empreinte) where etat = 'a-relire' and empreinte is not null;
create index import_ligne_douteuse on import_ligne (import, rang) where etat = 'a-relire' and doublons <> '[]';

-- What people chose for a base, to be proposed for its next file.
create table import_base (
  nom text primary key,
  choix jsonb not null,
  modifiee_le timestamptz not null,
  modifiee_par uuid references compte on delete set null
);

-- `custom` of the item that a notice was read from: the record as it was (`zones`), and what CSL has no key for. It is
-- not written by people, and is not in the versions of the notice.
alter table notice add origine jsonb;

-- A title as `notice_index.tri_titre` has it: two equal ones are found by its index.
create function tri_titre(titre text) returns text language sql stable parallel safe as $$
  select left(regexp_replace(regexp_replace(texte_sans_accents(titre), '[^[:alnum:]]+', ' ', 'g'),
    '^ ?(l|le|la|les|un|une|des) |^ ', ''), 80)
$$;
