/** An invented bibliography, in a layout that documentalists use: its authors, titles and publishers do not exist. */
export const BIBLIOGRAPHIE_FICTIVE = `# Marcher pour sa santé : bibliographie fictive

## Activité physique

Article

FICTIF Anne, EXEMPLE Paul (et al.)

**Marcher ensemble au village : une expérience inventée**

*Revue imaginaire de santé publique, n° 12, 2021-05, pages 14-22*

Cet article inventé raconte la création d'un groupe de marche dans un village qui n'existe pas. [Résumé auteur]

<https://exemple.invalid/marcher-ensemble>

Rapport

MODELE Jeanne

**Évaluer un groupe de marche : guide fictif d'enquête**

*Éditions de l'exemple, 2020, 48 p.*

<https://exemple.invalid/evaluer-un-groupe>

## Littératie en santé

Ouvrage

PROTOTYPE Luc

**Lire, comprendre, choisir : la littératie en santé inventée**

*Presses fictives, 2019, 212 p.*

Un ouvrage qui n'existe pas, sur la façon de parler clairement. [Résumé éditeur]
`
