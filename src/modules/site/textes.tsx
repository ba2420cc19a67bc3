import type { Requete } from '#core/context.ts'
import { Layout } from '#ui/layout.tsx'

export const PageAPropos = ({ requete }: { requete: Requete }) => (
  <Layout
    title="À propos de Maillage"
    page={requete}
    crumbs={[{ label: 'À propos' }]}
    intro={<p>L’établi commun de celles et ceux qui coordonnent la santé d’un territoire.</p>}
  >
    <h2>À qui cela sert</h2>
    <p>
      Aux coordinations de CPTS, de maisons de santé, de contrats locaux de santé, de conseils locaux de santé mentale,
      d’ateliers santé ville et de dispositifs d’appui, aux documentalistes de la promotion de la santé, aux élues et
      élus, aux habitantes et habitants, aux agences régionales de santé. Tous veulent réduire les inégalités de santé,
      souvent au même endroit, avec des outils qui ne se connaissent pas.
    </p>
    <h2>Ce qu’on y trouve aujourd’hui</h2>
    <ul>
      <li>
        <a href="/documentation">La documentation</a>&nbsp;: des références réelles, à chercher, à citer, à enrichir.
      </li>
      <li>
        <a href="/etageres">Les étagères</a>&nbsp;: des sélections de documents, à lire, à imprimer et à reprendre.
      </li>
      <li>
        <a href="/glossaire">Le glossaire</a>&nbsp;: les mots et les sigles du champ.
      </li>
      <li>
        <a href="/veille">La veille</a>&nbsp;: les nouveautés d’une recherche et la lettre, par courriel.
      </li>
      <li>
        <a href="/vocabulaires">Les vocabulaires</a>&nbsp;: les listes qui servent à tout ranger, libres de
        réutilisation.
      </li>
    </ul>
    <h2 id="moisson">Reprendre le catalogue ailleurs</h2>
    <p>
      Un autre catalogue peut moissonner celui-ci par OAI-PMH, en entier, par thème ou par étagère publique, en Dublin
      Core ou en UNIMARC (MARCXML, et le format de PMB). L’adresse de base est{' '}
      <a href="/oai?verb=Identify">{requete.adresse}/oai</a>.
    </p>
    <h2>Ce qui est fictif</h2>
    <p>
      Sur une installation de démonstration, les comptes sont fictifs. Les références documentaires sont réelles&#8239;;
      les résumés signés «&nbsp;Maillage&nbsp;» sont de notre main.
    </p>
    <h2 id="code-source">Code source et licence</h2>
    <p>
      Maillage est un logiciel libre, sous licence AGPL-3.0 ou ultérieure&nbsp;: chacun peut l’installer, l’étudier et
      le modifier. La personne qui tient cette installation vous en doit le code source sur demande. Les vocabulaires
      sont placés dans le domaine public (CC0).
    </p>
  </Layout>
)

export const PageAccessibilite = ({ requete }: { requete: Requete }) => (
  <Layout
    title="Accessibilité"
    page={requete}
    crumbs={[{ label: 'Accessibilité' }]}
    intro={<p>Maillage vise la conformité au RGAA 4.1 et aux WCAG 2.2, niveau AA.</p>}
  >
    <h2>Ce qui est vérifié</h2>
    <p>
      Chaque page des parcours de test passe un contrôle automatique à chaque modification du logiciel. Tout se fait au
      clavier et sans JavaScript&#8239;; le texte a un contraste d’au moins 7 pour 1.
    </p>
    <h2>Ce qui ne l’est pas encore</h2>
    <p>
      Aucun audit complet n’a été fait par un organisme indépendant&nbsp;: Maillage ne déclare donc pas de taux de
      conformité.
    </p>
    <h2>Signaler une difficulté</h2>
    <p>
      Écrivez à la personne qui tient cette installation. Si elle ne répond pas, vous pouvez saisir le Défenseur des
      droits.
    </p>
  </Layout>
)

export const PageDonneesPersonnelles = ({ requete }: { requete: Requete }) => (
  <Layout
    title="Données personnelles"
    page={requete}
    crumbs={[{ label: 'Données personnelles' }]}
    intro={<p>Lire Maillage ne demande pas de compte et ne laisse pas de trace nominative.</p>}
  >
    <h2>Sans compte</h2>
    <p>
      Aucun cookie, aucun traceur, aucune demande à un autre site. Les pages lues sont comptées par jour, sans adresse
      ni identifiant.
    </p>
    <h2>Avec un compte</h2>
    <p>
      Votre nom, votre adresse électronique et votre rôle sont enregistrés, avec la liste de vos sessions ouvertes. Un
      seul cookie garde votre session&#8239;; il disparaît à la déconnexion, ou après douze heures. Ce que vous modifiez
      garde votre nom dans l’historique, parce que d’autres s’appuient dessus.
    </p>
    <h2 id="veille">Les messages de la veille</h2>
    <p>
      Recevoir les nouveautés d’une recherche ou la lettre demande une adresse électronique. Nous la gardons le temps de
      l’inscription, avec la recherche et le rythme choisis, pour ces envois et rien d’autre. Une adresse donnée sans
      compte doit d’abord répondre à un message&#8239;; sans réponse, elle est effacée après 48 heures. Chaque message
      permet de se retirer en un clic&nbsp;: l’adresse est alors effacée, et rien n’en est gardé. Un message attend son
      envoi avec l’adresse de la personne à qui il va&#8239;; les deux sont effacés dès qu’il est parti, et après trente
      jours en tout cas. Les messages ne contiennent aucune image ni aucun lien qui dise s’ils ont été ouverts. La
      personne qui tient cette installation voit combien de personnes sont inscrites, pas leurs adresses.
    </p>
    <h2>La trace</h2>
    <p>
      Les gestes faits avec un compte et les accès refusés sont inscrits avec leur date, l’adresse d’où ils viennent et
      l’objet concerné, jamais avec leur contenu. Cela sert à la sécurité, et à rien d’autre.
    </p>
    <h2>Vos droits</h2>
    <p>
      Vous pouvez demander à voir, à corriger ou à effacer ce qui vous concerne, auprès de la personne qui tient cette
      installation, puis auprès de la CNIL.
    </p>
    <h2>Données de santé</h2>
    <p>Cette partie de Maillage n’en contient aucune. N’en écrivez dans aucun champ.</p>
  </Layout>
)
