-- The glossary: terms of the field, and the acronyms that search and pages expand.
create table glossaire (
  id integer generated always as identity primary key,
  slug text not null unique,
  terme text not null,
  sigle text,
  -- As it stands in running text: « communauté professionnelle territoriale de santé ».
  forme_longue text,
  definition text,
  termes_lies text[] not null default '{}',
  theme text,
  -- { document, lieu }
  source jsonb,
  a_verifier boolean not null default false,
  check (sigle is null or forme_longue is not null)
);
create index glossaire_sigle on glossaire (upper(sigle)) where sigle is not null;
