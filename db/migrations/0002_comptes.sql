-- People who log in, how each proves who he is, and their sessions.
create table compte (
  id uuid primary key default gen_random_uuid(),
  prenom text,
  nom text,
  courriel text unique check (courriel = lower(courriel)),
  role text not null default 'visiteur'
    check (role in ('visiteur', 'contributeur', 'documentaliste', 'coordinateur', 'administrateur')),
  -- The strongest proof of identity given so far: declared, holds the mail address, known to a provider, RPPS at eIDAS 1.
  preuve text not null default 'declaree' check (preuve in ('declaree', 'courriel', 'fournisseur', 'professionnel')),
  actif boolean not null default true,
  demo boolean not null default false,
  cree_le timestamptz not null,
  dernier_acces timestamptz
);
create index compte_administrateurs on compte (id) where role = 'administrateur' and actif;

-- One person at one OpenID Connect provider. `profil` holds what the provider says and the platform uses, nothing else.
create table identite (
  id uuid primary key default gen_random_uuid(),
  compte uuid not null references compte on delete cascade,
  emetteur text not null,
  sujet text not null,
  fournisseur text not null,
  prenom text,
  nom text,
  courriel text,
  profil jsonb not null default '{}',
  creee_le timestamptz not null,
  vue_le timestamptz not null,
  unique (emetteur, sujet)
);
create index identite_compte on identite (compte);

-- `empreinte` is the SHA-256 of the token that only the browser holds. Without `compte`, a session binds the steps
-- of a login (or of a logout at the provider) to one browser.
create table session (
  id uuid primary key default gen_random_uuid(),
  empreinte bytea not null unique,
  compte uuid references compte on delete cascade,
  moyen text check (moyen in ('courriel', 'oidc', 'demonstration')),
  fournisseur text,
  -- The provider's ID token, for its logout (id_token_hint).
  jeton_id text,
  agent text not null default '',
  creee_le timestamptz not null,
  vue_le timestamptz not null,
  check ((compte is null) = (moyen is null))
);
create index session_compte on session (compte) where compte is not null;
create index session_creee on session (creee_le);

-- A login under way at a provider: taken out, whatever its outcome, by the first return that names it.
create table connexion_oidc (
  etat text primary key,
  session uuid not null references session on delete cascade,
  fournisseur text not null,
  nonce text not null,
  verifieur text not null,
  retour text not null,
  expire_le timestamptz not null
);
create index connexion_oidc_session on connexion_oidc (session);

-- A code sent by mail: one at a time for a browser. The address lives here ten minutes, because an account is only
-- created once the code comes back.
create table code_connexion (
  session uuid primary key references session on delete cascade,
  courriel text not null,
  empreinte bytea not null,
  essais integer not null default 0,
  retour text not null,
  expire_le timestamptz not null
);
