-- Shelves: ordered, sectioned selections of notices. A shelf is a bibliography.
create table etagere (
  id integer generated always as identity primary key,
  -- Stable key of a demonstration shelf: the same one is never loaded twice.
  cle text unique,
  titre text not null check (titre <> ''),
  sous_titre text,
  introduction text,
  auteurs text,
  couverture text,
  -- As precise as it is known: AAAA, AAAA-MM or AAAA-MM-JJ.
  date_couverture text check (date_couverture ~ '^\d{4}(-\d{2}(-\d{2})?)?$'),
  licence text,
  presentation text not null,
  avec_resumes boolean not null default true,
  avec_liens boolean not null default true,
  avec_numeros boolean not null default true,
  plan_numerote boolean not null default true,
  -- Query string of /documentation: the shelf is then what this search finds, and its plan is not shown.
  recherche text,
  etat text not null default 'brouillon' check (etat in ('brouillon', 'partagee', 'publique')),
  proprietaire uuid references compte on delete set null,
  copie_de integer references etagere,
  revision integer not null default 1,
  creee_le timestamptz not null,
  modifiee_le timestamptz not null,
  supprimee_le timestamptz
);
create index etagere_proprietaire on etagere (proprietaire);
create index etagere_modifiee on etagere (modifiee_le desc) where supprimee_le is null;

create table etagere_section (
  id integer generated always as identity primary key,
  etagere integer not null references etagere,
  parent integer,
  rang integer not null,
  titre text not null check (titre <> ''),
  introduction text,
  unique (etagere, id),
  -- Both columns: a section never hangs under another shelf's.
  foreign key (etagere, parent) references etagere_section (etagere, id)
);
create index etagere_section_parent on etagere_section (etagere, parent);

create table etagere_entree (
  id integer generated always as identity primary key,
  etagere integer not null references etagere,
  -- Null: at the head of the shelf, before its first section.
  section integer,
  notice integer not null references notice,
  rang integer not null,
  note text,
  unique nulls not distinct (etagere, section, notice),
  foreign key (etagere, section) references etagere_section (etagere, id)
);
create index etagere_entree_notice on etagere_entree (notice);

-- A dated state of the shelf, frozen with its notices as they were.
create table etagere_version (
  etagere integer not null references etagere,
  numero integer not null,
  quand timestamptz not null,
  compte uuid references compte on delete set null,
  -- The day when someone last opened the addresses.
  consultee_le date not null,
  note text,
  -- A whole Composition: see composition.ts.
  contenu jsonb not null,
  primary key (etagere, numero)
);

-- A notice merged into another leaves its place on shelves to it, whoever merges them.
create function etagere_suit_fusion() returns trigger language plpgsql as $$
begin
  update etagere_entree e set notice = new.remplacee_par
  where e.notice = new.id and not exists (
    select from etagere_entree x
    where x.etagere = e.etagere and x.section is not distinct from e.section and x.notice = new.remplacee_par);
  delete from etagere_entree where notice = new.id;
  return null;
end $$;
create trigger etagere_suit_fusion after update of remplacee_par on notice
  for each row when (new.remplacee_par is not null) execute function etagere_suit_fusion();
