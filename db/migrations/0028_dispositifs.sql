-- Who acts together: CPTS, MSP, CLS, CLSM, ASV, DAC… What a type is stands in one file of reference data; here, which
-- ones there are. `type` is the slug of such a file.
create table dispositif (
  id integer generated always as identity primary key,
  cle text unique,
  type text not null,
  nom text not null check (nom <> ''),
  description text,
  -- The body that carries it.
  organisme integer references organisme,
  -- Where its team works: INSEE code, address as typed.
  commune text,
  adresse text,
  telephone text,
  courriel text,
  site_web text,
  -- Terms of the vocabularies `theme` and `public`: what it works on.
  themes text[] not null default '{}',
  publics text[] not null default '{}',
  -- Codes of quartiers prioritaires de la politique de la ville.
  qpv text[] not null default '{}',
  -- Stage of life reached: the last of `dispositif_etape`, kept here to filter by. Null where nothing is known.
  etape text,
  -- Current composition, as composed (a whole city or its arrondissements), sorted. Empty where not known.
  communes text[] not null default '{}',
  fictif boolean not null default false,
  publication text not null default 'publie' check (publication in ('propose', 'publie')),
  source text,
  source_url text,
  -- Answers to the slots of its type (fields, indicators): { slug: value }.
  valeurs jsonb not null default '{}' check (jsonb_typeof(valeurs) = 'object'),
  revision integer not null default 1,
  verifie_le date,
  verifie_par uuid references compte on delete set null,
  cree_par uuid references compte on delete set null,
  cree_le timestamptz not null,
  modifie_le timestamptz not null,
  -- Its end, and why.
  fin date,
  supprime_le timestamptz,
  recherche tsvector generated always as (
    setweight(to_tsvector('maillage_fr', texte_cherchable(nom)), 'A') ||
    setweight(to_tsvector('maillage_fr', texte_cherchable(coalesce(description, ''))), 'C')) stored
);
create index dispositif_type on dispositif (type) where supprime_le is null;
create index dispositif_recherche on dispositif using gin (recherche);

-- Its territory through time, the present one included.
create table dispositif_version (
  dispositif integer not null references dispositif,
  numero integer not null,
  -- From when it holds, as declared; and when it was written.
  depuis date,
  quand timestamptz not null,
  compte uuid references compte on delete set null,
  note text,
  communes text[] not null,
  -- As it was counted that day.
  population integer,
  primary key (dispositif, numero)
);

-- The present territory, one line per elementary part: a city of Paris, Lyon or Marseille stands by its arrondissements,
-- so that two compositions meet wherever they overlap. Derived from `dispositif.communes` by the same transaction.
create table dispositif_commune (
  dispositif integer not null references dispositif on delete cascade,
  commune text not null,
  type text not null,
  primary key (dispositif, commune)
);
create index dispositif_commune_commune on dispositif_commune (commune, type) include (dispositif);

-- Stages of life that were reached, each with its date and what proves it.
create table dispositif_etape (
  id integer generated always as identity primary key,
  dispositif integer not null references dispositif,
  etape text not null,
  date date not null,
  note text,
  source_url text,
  -- Slugs of the required contents that are there.
  contenus text[] not null default '{}',
  compte uuid references compte on delete set null,
  quand timestamptz not null,
  unique (dispositif, etape, date)
);

-- Members and partners: exactly one of contact, organisme, structure, other dispositif.
create table membre (
  id integer generated always as identity primary key,
  dispositif integer not null references dispositif,
  -- Term of the vocabulary `role-dispositif`.
  role text not null,
  contact integer references contact,
  organisme integer references organisme,
  structure integer references structure,
  autre integer references dispositif check (autre <> dispositif),
  -- The contact speaks there for this party: élu, psychiatrie, usagers, aidants…
  college text,
  debut date,
  fin date,
  note text,
  cree_le timestamptz not null,
  check (num_nonnulls(contact, organisme, structure, autre) = 1),
  check (fin is null or debut is null or fin >= debut)
);
create index membre_dispositif on membre (dispositif);
create index membre_contact on membre (contact) where contact is not null;
create index membre_organisme on membre (organisme) where organisme is not null;
create index membre_structure on membre (structure) where structure is not null;
create index membre_autre on membre (autre) where autre is not null;

-- Bodies (comité de pilotage, assemblée plénière…) and who sits there.
create table instance (
  id integer generated always as identity primary key,
  dispositif integer not null references dispositif,
  type text not null,
  nom text not null check (nom <> ''),
  description text,
  frequence text,
  cree_le timestamptz not null,
  supprimee_le timestamptz
);
create index instance_dispositif on instance (dispositif);
create table instance_siege (
  instance integer not null references instance on delete cascade,
  membre integer not null references membre on delete cascade,
  primary key (instance, membre)
);

-- Missions of its type, each with its state.
create table mission (
  dispositif integer not null references dispositif,
  mission text not null,
  etat text not null check (etat in ('a-demarrer', 'demarree', 'deployee', 'arretee')),
  debut date,
  deploiement date,
  note text,
  primary key (dispositif, mission),
  check (deploiement is null or debut is null or deploiement >= debut)
);

create table dispositif_document (
  id integer generated always as identity primary key,
  dispositif integer not null references dispositif,
  -- A notice of the catalogue, or an address.
  notice integer references notice,
  titre text,
  url text,
  -- statuts, projet de santé, contrat, rapport d’activité, diagnostic, autre; `notice` = reading about it.
  nature text not null,
  date date,
  cree_le timestamptz not null,
  check (notice is not null or (titre is not null and url is not null))
);
create index dispositif_document_dispositif on dispositif_document (dispositif);
create index dispositif_document_notice on dispositif_document (notice) where notice is not null;

-- Accounts that coordinate a dispositif: they edit it and the sheets of its territory.
create table coordination (
  dispositif integer not null references dispositif,
  compte uuid references compte on delete cascade,
  depuis timestamptz not null,
  donnee_par uuid references compte on delete set null,
  primary key (dispositif, compte)
);
create index coordination_compte on coordination (compte);

-- Two dispositifs of a type that never shares a commune, allowed by an administrator to share these.
create table exception_territoire (
  id integer generated always as identity primary key,
  a integer not null references dispositif,
  b integer not null references dispositif,
  communes text[] not null check (cardinality(communes) > 0),
  motif text not null check (motif <> ''),
  compte uuid references compte on delete set null,
  quand timestamptz not null,
  levee_le timestamptz,
  check (a < b)
);
create index exception_territoire_a on exception_territoire (a, b);

-- Reference amounts, ceilings and thresholds that people may correct: what a type’s file says, unless a line here says
-- otherwise. `a_verifier` until somebody checked it against the official text.
create table reglage_type (
  type text not null,
  cle text not null,
  valeur jsonb not null,
  source text,
  a_verifier boolean not null default true,
  compte uuid references compte on delete set null,
  quand timestamptz not null,
  primary key (type, cle)
);
