-- The ground: extensions, French text search, the trace, rate limits.
create extension if not exists unaccent;
create extension if not exists pg_trgm;

-- Who did what, on which object, when, from where, with which outcome. Append-only; never a body, never health data.
create table trace (
  id bigint generated always as identity primary key,
  quand timestamptz not null,
  requete uuid not null,
  compte uuid,
  role text not null,
  evenement text not null,
  objet_type text,
  objet_id text,
  depuis text,
  issue text not null check (issue in ('fait', 'refus', 'erreur'))
);
create index trace_quand on trace (quand);
create index trace_objet on trace (objet_type, objet_id);
create index trace_compte on trace (compte, quand) where compte is not null;

create function trace_intacte() returns trigger language plpgsql as $$
begin
  raise exception 'La trace ne se modifie pas.';
end $$;
create trigger trace_sans_modification before update on trace for each row execute function trace_intacte();

-- Reading of public pages by people without account: counted by day, no address kept.
create table trace_publique (
  jour date not null,
  evenement text not null,
  nombre bigint not null,
  primary key (jour, evenement)
);

-- Rate limits shared by all processes. A lost row only gives a little more room: unlogged.
create unlogged table debit (
  cle text primary key,
  fin timestamptz not null,
  nombre integer not null
);

-- One-line facts about the installation, such as the demonstration data loaded.
create table reglage (
  cle text primary key,
  valeur jsonb not null,
  modifie_le timestamptz not null default now()
);
