-- Who acts, and where: an organisation, a place, and what is offered at that place are three things.

-- A name as it is sorted and compared: lower case, no accents, words apart.
create function cle_nom(nom text) returns text language sql immutable parallel safe as $$
  select btrim(regexp_replace(lower(translate(replace(replace(replace(replace(
    texte_cherchable(nom), 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'),
    'àâäáãåçéèêëíìîïñóòôöõúùûüýÿÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸ',
    'aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUYY')), '[^a-z0-9]+', ' ', 'g'))
$$;

-- A legal or carrying body: association, établissement public, commune, fédération…
create table organisme (
  id integer generated always as identity primary key,
  -- Stable key given by a source (demonstration data): the same one is never entered twice.
  cle text unique,
  nom text not null check (nom <> ''),
  sigle text,
  -- Term of the vocabulary `type-structure`.
  type text,
  description text,
  -- The body that it belongs to; the rules refuse a circle.
  parent integer references organisme check (parent <> id),
  -- FINESS number of the legal body (entité juridique).
  finess text unique,
  siren text,
  telephone text,
  courriel text,
  site_web text,
  -- INSEE code of its seat.
  commune text,
  -- Invented, for the demonstration: the screen says so.
  fictif boolean not null default false,
  publication text not null default 'publie' check (publication in ('propose', 'publie')),
  -- Where its facts come from, and the address where they can be read again.
  source text not null default 'saisie',
  source_id text,
  source_url text,
  licence text,
  revision integer not null default 1,
  verifie_le date,
  verifie_par uuid references compte on delete set null,
  cree_par uuid references compte on delete set null,
  cree_le timestamptz not null,
  modifie_le timestamptz not null,
  supprime_le timestamptz,
  -- Merged into another: the old address leads there.
  remplace_par integer references organisme check (remplace_par <> id),
  nom_cle text collate "C" generated always as (cle_nom(nom)) stored,
  recherche tsvector generated always as (
    setweight(to_tsvector('maillage_fr', texte_cherchable(nom || ' ' || coalesce(sigle, ''))), 'A') ||
    setweight(to_tsvector('maillage_fr', texte_cherchable(coalesce(description, ''))), 'C')) stored
);
create index organisme_parent on organisme (parent) where parent is not null;
create index organisme_siren on organisme (siren) where siren is not null;
create index organisme_nom on organisme (nom_cle, id) where supprime_le is null;
create index organisme_recherche on organisme using gin (recherche);
create unique index organisme_source on organisme (source, source_id) where source_id is not null;

-- A place where people are received or from which a team works: the « structure » of data.inclusion, the
-- « établissement » of FINESS.
create table structure (
  id integer generated always as identity primary key,
  cle text unique,
  organisme integer references organisme,
  nom text not null check (nom <> ''),
  sigle text,
  type text,
  description text,
  finess text unique,
  -- FINESS number of its legal body, kept even while that body is not known here.
  finess_ej text,
  siret text,
  -- Category of FINESS, code and label as published.
  categorie text,
  categorie_libelle text,
  adresse text,
  complement text,
  code_postal text,
  -- INSEE code, municipal arrondissement included.
  commune text,
  -- Said by the code of the commune.
  departement text generated always as (left(commune, case when commune ~ '^9[78]' then 3 else 2 end)) stored,
  -- WGS 84, degrees; and where the point comes from: `source`, `adresse`, `commune` (a point inside the commune).
  longitude double precision check (longitude between -180 and 180),
  latitude double precision check (latitude between -90 and 90),
  position_source text,
  telephone text,
  courriel text,
  site_web text,
  -- OpenStreetMap syntax (opening_hours).
  horaires text,
  -- Access for disabled people: what is said, and the page of Acceslibre.
  accessibilite text,
  accessibilite_url text,
  -- ISO 639-1 codes, and `fsl` for French sign language.
  langues text[] not null default '{}',
  -- Terms of data.inclusion.
  reseaux_porteurs text[] not null default '{}',
  date_ouverture date,
  etat text not null default 'ouverte' check (etat in ('ouverte', 'ferme-a-confirmer', 'fermee')),
  fictif boolean not null default false,
  publication text not null default 'publie' check (publication in ('propose', 'publie')),
  source text not null default 'saisie',
  source_id text,
  source_url text,
  licence text,
  -- When the source last changed it.
  source_maj date,
  -- The fields as the source last gave them, and the names of those that people changed since: an import proposes
  -- another value of these, and never writes over them.
  origine jsonb,
  champs_tenus text[] not null default '{}',
  revision integer not null default 1,
  -- A human act: somebody called or went there.
  verifie_le date,
  verifie_par uuid references compte on delete set null,
  cree_par uuid references compte on delete set null,
  cree_le timestamptz not null,
  modifie_le timestamptz not null,
  supprime_le timestamptz,
  remplace_par integer references structure check (remplace_par <> id),
  nom_cle text collate "C" generated always as (cle_nom(nom)) stored,
  recherche tsvector generated always as (
    setweight(to_tsvector('maillage_fr', texte_cherchable(nom || ' ' || coalesce(sigle, ''))), 'A') ||
    setweight(to_tsvector('maillage_fr', texte_cherchable(coalesce(categorie_libelle, ''))), 'B') ||
    setweight(to_tsvector('maillage_fr', texte_cherchable(coalesce(description, ''))), 'C')) stored,
  check ((longitude is null) = (latitude is null))
);
create index structure_organisme on structure (organisme) where organisme is not null;
create index structure_finess_ej on structure (finess_ej) where finess_ej is not null;
create index structure_siret on structure (siret) where siret is not null;
create index structure_commune on structure (commune) where supprime_le is null;
create index structure_departement on structure (departement, nom_cle) where supprime_le is null;
-- Lists are in this order; `include`: the whole directory is counted from the index alone.
create index structure_nom on structure (nom_cle, id) include (publication, etat) where supprime_le is null;
create index structure_type on structure (type, nom_cle, id) include (publication, etat) where supprime_le is null;
create index structure_categorie on structure (categorie) where supprime_le is null;
create index structure_recherche on structure using gin (recherche);
create index structure_position on structure using gist (point(longitude, latitude))
  where longitude is not null and supprime_le is null;
create unique index structure_source on structure (source, source_id) where source_id is not null;

-- What is offered at a place.
create table service (
  id integer generated always as identity primary key,
  cle text unique,
  structure integer not null references structure,
  nom text not null check (nom <> ''),
  description text,
  -- Term of data.inclusion: accompagnement, aide-financiere, aide-materielle, atelier, formation, information.
  type text,
  -- Terms of our vocabularies `theme` and `public`.
  themes text[] not null default '{}',
  publics text[] not null default '{}',
  publics_precisions text,
  age_min smallint check (age_min between 0 and 130),
  age_max smallint check (age_max between 0 and 130),
  -- gratuit, payant
  frais text,
  frais_precisions text,
  conditions_acces text,
  -- Terms of data.inclusion.
  modes_accueil text[] not null default '{}',
  modes_mobilisation text[] not null default '{}',
  mobilisable_par text[] not null default '{}',
  mobilisation_precisions text,
  lien_mobilisation text,
  -- INSEE codes of communes or départements, SIREN of EPCI, or `france`; empty = not said.
  zone_eligibilite text[] not null default '{}',
  telephone text,
  courriel text,
  contact text,
  horaires text,
  langues text[] not null default '{}',
  -- Values of data.inclusion as they were read: our vocabularies do not tell all of them apart.
  thematiques_di text[] not null default '{}',
  publics_di text[] not null default '{}',
  fictif boolean not null default false,
  source text not null default 'saisie',
  source_id text,
  source_url text,
  licence text,
  source_maj date,
  origine jsonb,
  champs_tenus text[] not null default '{}',
  revision integer not null default 1,
  verifie_le date,
  verifie_par uuid references compte on delete set null,
  cree_le timestamptz not null,
  modifie_le timestamptz not null,
  supprime_le timestamptz,
  recherche tsvector generated always as (
    setweight(to_tsvector('maillage_fr', texte_cherchable(nom)), 'A') ||
    setweight(to_tsvector('maillage_fr', texte_cherchable(coalesce(description, ''))), 'C')) stored,
  check (age_max is null or age_min is null or age_min <= age_max)
);
create index service_structure on service (structure) where supprime_le is null;
create index service_themes on service using gin (themes) where supprime_le is null;
create index service_publics on service using gin (publics) where supprime_le is null;
create index service_recherche on service using gin (recherche);
create unique index service_source on service (source, source_id) where source_id is not null;

-- Somebody in a professional or elected role. Shown to everybody only where the person agreed (`public`).
create table contact (
  id integer generated always as identity primary key,
  cle text unique,
  prenom text,
  nom text not null check (nom <> ''),
  fonction text,
  -- Term of the vocabulary `profession`.
  profession text,
  organisme integer references organisme,
  structure integer references structure,
  telephone text,
  courriel text,
  rpps text,
  visible text not null default 'coordination' check (visible in ('coordination', 'public')),
  -- The account of this person, where there is one.
  compte uuid references compte on delete set null,
  fictif boolean not null default false,
  revision integer not null default 1,
  cree_le timestamptz not null,
  modifie_le timestamptz not null,
  supprime_le timestamptz
);
create index contact_organisme on contact (organisme) where organisme is not null;
create index contact_structure on contact (structure) where structure is not null;
create index contact_compte on contact (compte) where compte is not null;

-- Every change of what the network module keeps: who, when, before, after. `avant` and `apres` hold the changed fields.
create table modification (
  id bigint generated always as identity primary key,
  objet text not null check (objet in ('organisme', 'structure', 'service', 'contact', 'dispositif')),
  objet_id integer not null,
  quand timestamptz not null,
  compte uuid references compte on delete set null,
  geste text not null check (geste in
    ('creation', 'modification', 'verification', 'import', 'fusion', 'fermeture', 'suppression', 'restauration')),
  avant jsonb,
  apres jsonb,
  note text
);
create index modification_objet on modification (objet, objet_id, id desc);

-- What somebody proposes to change and that another must read before it shows. `valeurs` holds the proposed fields
-- alone; `objet_id` is null for a sheet that would be new.
create table proposition (
  id integer generated always as identity primary key,
  objet text not null check (objet in ('organisme', 'structure', 'service', 'dispositif')),
  objet_id integer,
  -- Structure that a new service would be given at.
  structure integer references structure,
  valeurs jsonb not null check (jsonb_typeof(valeurs) = 'object'),
  -- Revision of the sheet that the author had before his eyes.
  revision integer,
  message text,
  -- From whom: an account, a signed link, or an import that met a field held by people.
  origine text not null check (origine in ('compte', 'lien', 'import')),
  compte uuid references compte on delete set null,
  etat text not null default 'a-relire' check (etat in ('a-relire', 'acceptee', 'refusee', 'perimee')),
  quand timestamptz not null,
  decidee_le timestamptz,
  decidee_par uuid references compte on delete set null,
  motif text
);
create index proposition_a_relire on proposition (quand) where etat = 'a-relire';
create index proposition_objet on proposition (objet, objet_id);

-- A link by which a structure corrects its own sheet without account. `empreinte` is the SHA-256 of the secret that
-- only its holder has.
create table lien_contribution (
  id integer generated always as identity primary key,
  empreinte bytea not null unique,
  structure integer not null references structure,
  cree_par uuid references compte on delete set null,
  cree_le timestamptz not null,
  expire_le timestamptz not null,
  utilise_le timestamptz,
  revoque_le timestamptz
);
create index lien_contribution_structure on lien_contribution (structure);

-- Pairs of structures that somebody looked at and found different.
create table doublon_ecarte (
  a integer not null references structure,
  b integer not null references structure,
  compte uuid references compte on delete set null,
  quand timestamptz not null,
  primary key (a, b),
  check (a < b)
);

-- One reading of an outside file of the directory: what it did, line by line where it refused.
create table import_annuaire (
  id integer generated always as identity primary key,
  format text not null check (format in ('finess', 'finess-plus', 'data-inclusion', 'tableau', 'rpps')),
  fichier text not null,
  -- SHA-256 of the file: the same one again changes nothing.
  empreinte bytea not null,
  -- Vintage that the file says of itself.
  date_fichier date,
  compte uuid references compte on delete set null,
  quand timestamptz not null,
  etat text not null default 'en-cours' check (etat in ('en-cours', 'fait', 'echoue')),
  crees integer not null default 0,
  modifies integer not null default 0,
  inchanges integer not null default 0,
  fermes integer not null default 0,
  proposes integer not null default 0,
  rejetes integer not null default 0,
  -- { champ de Maillage: colonne du fichier }, for a table.
  correspondance jsonb,
  message text
);
create table import_annuaire_ligne (
  import integer not null references import_annuaire on delete cascade,
  ligne integer not null,
  issue text not null check (issue in ('cree', 'modifie', 'ferme', 'propose', 'rejete', 'avertissement')),
  objet_id integer,
  -- French, with the place of the fault.
  message text not null
);
create index import_annuaire_ligne_import on import_annuaire_ligne (import, issue, ligne);

-- Public RPPS extract: how many professionals practise in a commune, by profession and kind of practice. No names.
create table effectif_profession (
  commune text not null,
  -- Code of the profession and of the specialty as in the extract, with their labels.
  profession text not null,
  profession_libelle text not null,
  savoir_faire text not null default '',
  savoir_faire_libelle text,
  -- L libéral, S salarié, B bénévole, as published.
  mode_exercice text not null default '',
  nombre integer not null check (nombre > 0),
  millesime date not null,
  primary key (millesime, commune, profession, savoir_faire, mode_exercice)
);
