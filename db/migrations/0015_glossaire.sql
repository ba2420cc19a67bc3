-- The glossary grown: several definitions of a term, each with its source; related terms both ways; versions; merged
-- terms; what contributors propose; acronyms met in the catalogue and not defined.
alter table glossaire
  -- Other names of the same thing: people look for them, pages show them.
  add variantes text[] not null default '{}',
  add version integer not null default 1,
  add modifie_le timestamptz not null default now(),
  add supprime_le timestamptz,
  -- Merged into another term: the old address leads there.
  add remplace_par integer references glossaire,
  add check (remplace_par is null or supprime_le is not null),
  add check (remplace_par <> id);

create table glossaire_definition (
  terme integer not null references glossaire,
  rang integer not null,
  texte text not null check (texte <> ''),
  -- Where the definition comes from: title of the document, place in it, year, address, and its notice where we have it.
  document text,
  lieu text,
  annee text check (annee ~ '^\d{4}$'),
  adresse text,
  notice integer references notice,
  a_verifier boolean not null default false,
  primary key (terme, rang)
);
create index glossaire_definition_notice on glossaire_definition (notice) where notice is not null;

-- A source without definition stood for the long form itself.
insert into glossaire_definition (terme, rang, texte, document, lieu, a_verifier)
select id, 1, coalesce(definition, forme_longue, terme), source ->> 'document', source ->> 'lieu', a_verifier
from glossaire where definition is not null or source is not null or a_verifier;

-- Related terms: one line a pair, read from both ends.
create table glossaire_lien (
  a integer not null references glossaire,
  b integer not null references glossaire,
  primary key (a, b),
  check (a < b)
);
create index glossaire_lien_b on glossaire_lien (b);
insert into glossaire_lien (a, b)
select distinct least(g.id, c.id), greatest(g.id, c.id)
from glossaire g, unnest(g.termes_lies) nom join glossaire c on c.terme = nom where c.id <> g.id;

create table glossaire_proposition (
  id integer generated always as identity primary key,
  -- Null: a term that the glossary does not have.
  terme integer references glossaire,
  -- The version of the term that was read when proposing.
  version integer,
  contenu jsonb not null,
  motif text,
  compte uuid references compte on delete set null,
  quand timestamptz not null,
  etat text not null default 'attente' check (etat in ('attente', 'acceptee', 'refusee')),
  reponse text,
  decidee_par uuid references compte on delete set null,
  decidee_le timestamptz,
  check ((terme is null) = (version is null)),
  check ((etat = 'attente') = (decidee_le is null))
);
create index glossaire_proposition_etat on glossaire_proposition (etat, id);
create index glossaire_proposition_compte on glossaire_proposition (compte, id);
create index glossaire_proposition_terme on glossaire_proposition (terme);

-- Every state that a term has been in.
create table glossaire_version (
  terme integer not null references glossaire,
  version integer not null,
  quand timestamptz not null,
  compte uuid references compte on delete set null,
  geste text not null check (geste in ('creation', 'modification', 'suppression', 'restauration', 'fusion', 'import')),
  -- The proposal that was followed.
  proposition integer references glossaire_proposition,
  contenu jsonb not null,
  primary key (terme, version)
);
insert into glossaire_version (terme, version, quand, geste, contenu)
select g.id, 1, g.modifie_le, 'import', jsonb_build_object(
  'terme', g.terme, 'sigle', g.sigle, 'formeLongue', g.forme_longue, 'variantes', '[]'::jsonb, 'theme', g.theme,
  'termesLies', to_jsonb(g.termes_lies),
  'definitions', coalesce((
    select jsonb_agg(jsonb_build_object('texte', d.texte, 'document', d.document, 'lieu', d.lieu, 'annee', d.annee,
      'adresse', d.adresse, 'notice', d.notice, 'aVerifier', d.a_verifier) order by d.rang)
    from glossaire_definition d where d.terme = g.id), '[]'))
from glossaire g;

alter table glossaire drop column definition, drop column termes_lies, drop column source, drop column a_verifier;

-- Acronyms met in the catalogue and on public shelves: written anew by each reading of it.
create table glossaire_candidat (
  sigle text primary key,
  -- Documents that hold it.
  nombre integer not null,
  -- Long form that a text gives beside it, and how many give that one.
  forme_longue text,
  appuis integer not null default 0,
  extrait text not null,
  notice integer references notice on delete cascade,
  etagere integer references etagere on delete cascade
);
create index glossaire_candidat_nombre on glossaire_candidat (nombre desc, sigle);
create index glossaire_candidat_notice on glossaire_candidat (notice);
create index glossaire_candidat_etagere on glossaire_candidat (etagere);

-- Set aside by a documentalist: not proposed again.
create table glossaire_ecart (
  sigle text primary key,
  compte uuid references compte on delete set null,
  quand timestamptz not null
);
