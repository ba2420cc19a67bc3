-- How dispositifs hold together: declared links, and what becomes of a suggestion.

create table lien_dispositif (
  id integer generated always as identity primary key,
  a integer not null references dispositif,
  b integer not null references dispositif,
  nature text not null check (nature in
    ('convention', 'siege-mutuel', 'coordination-partagee', 'action-partagee', 'rencontre', 'autre')),
  depuis date not null,
  jusqu date,
  -- What proves it: words, and an address where it can be read.
  preuve text not null check (preuve <> ''),
  preuve_url text,
  note text,
  cree_par uuid references compte on delete set null,
  cree_le timestamptz not null,
  modifie_le timestamptz not null,
  revision integer not null default 1,
  supprime_le timestamptz,
  check (a < b),
  check (jusqu is null or jusqu >= depuis)
);
create index lien_dispositif_a on lien_dispositif (a, b) where supprime_le is null;
create index lien_dispositif_b on lien_dispositif (b) where supprime_le is null;

-- Something to do, with a date: what a suggestion becomes when it is not a link yet.
create table demarche (
  id integer generated always as identity primary key,
  intitule text not null check (intitule <> ''),
  -- The dispositifs that it brings together; `b` is null for a gap.
  a integer references dispositif,
  b integer references dispositif,
  -- For a gap: type that is missing, and the communes concerned.
  type text,
  communes text[] not null default '{}',
  echeance date not null,
  etat text not null default 'a-faire' check (etat in ('a-faire', 'faite', 'abandonnee')),
  motif text,
  responsable uuid references compte on delete set null,
  cree_par uuid references compte on delete set null,
  cree_le timestamptz not null,
  modifie_le timestamptz not null,
  revision integer not null default 1,
  check (etat <> 'abandonnee' or motif is not null)
);
create index demarche_a on demarche (a);
create index demarche_b on demarche (b);
create index demarche_echeance on demarche (echeance) where etat = 'a-faire';

-- What people answered to a suggestion. Suggestions are computed; one is known by `cle` (its kind and objects) and by
-- `faits`, a digest of the facts it rests on: with other facts it comes back.
create table suggestion_reponse (
  id integer generated always as identity primary key,
  cle text not null,
  faits text not null,
  reponse text not null check (reponse in ('prise', 'reportee', 'ecartee')),
  -- Why dismissed; until when put off.
  motif text,
  jusqu date,
  lien integer references lien_dispositif,
  demarche integer references demarche,
  compte uuid references compte on delete set null,
  quand timestamptz not null,
  check (reponse <> 'ecartee' or motif is not null),
  check (reponse <> 'reportee' or jusqu is not null)
);
create index suggestion_reponse_cle on suggestion_reponse (cle, id desc);

-- The guided checklist of a first meeting between two dispositifs: { question: { reponse, note } }.
create table rencontre (
  id integer generated always as identity primary key,
  a integer not null references dispositif,
  b integer not null references dispositif,
  date date,
  lieu text,
  reponses jsonb not null default '{}' check (jsonb_typeof(reponses) = 'object'),
  bilan text,
  cree_par uuid references compte on delete set null,
  cree_le timestamptz not null,
  modifiee_le timestamptz not null,
  revision integer not null default 1,
  check (a < b)
);
create index rencontre_paire on rencontre (a, b);
