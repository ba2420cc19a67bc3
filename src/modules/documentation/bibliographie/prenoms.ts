/**
 * Given names current in France and the French-speaking countries, without accents: they tell a list of persons from a
 * title, and "Nom Prénom" from "Prénom Nom". Unknown names stay possible; the list only brings evidence.
 */
const PRENOMS = new Set(
  `aaron abdel abdelkader abdallah achille adele adeline adil adrien adrienne agathe agnes ahmed aicha aime aimee alain alan alban
  albane albert alberto alec alejandro alessandro alex alexa alexandra alexandre alexia alexis alfred ali alice alicia aline alix aliou
  allan alphonse amandine amadou amar ambre amelie amina aminata amine anais anaelle anatole andre andrea andree andreas ange angela angele angelique
  anissa anita anna annabelle anne annick annie anouk anthony antoine antoinette antonin antonio apolline ariane aristide armand armelle
  arnaud arthur assia astrid aude audrey auguste augustin aurelia aurelie aurelien aurore axel axelle aymeric ayoub aziz baptiste barbara
  bastien beatrice benedicte benjamin benoit berenice bernadette bernard berthe bertrand bettina bilal blaise blanche blandine boris
  brahim brice brigitte bruno camille capucine carine carla carlos carmen carole caroline catherine cathy cecile cecilia cedric celeste
  celia celine chantal charlene charles charlie charline charlotte chiara chloe christel christelle christian christiane christine
  christophe christopher chrystelle claire clara clarisse claude claudia claudine claudie clement clemence clementine clotilde colette colin
  coline constance coralie corentin corinne cristina cyril cyrille cyprien dalila damien daniel daniela daniele danielle daphne david
  deborah delphine denis denise diane didier dimitri dina dominique donatien dorian doriane dorothee dylan edgar edith edmond edouard
  edwige elea eleonore elena eliane elie elisa elisabeth elise ella ellen elodie eloise elsa emeline emeric emile emilie emilien emma emmanuel
  emmanuelle enora enzo eric erica erik erika ernest erwan esteban estelle esther etienne eugene eugenie eva evelyne evangeline fabien fabienne fabrice
  fanny farid farida fatima fatiha fatoumata faustine felicie felix fernand fernando fiona flavie flora flore florence florent florian floriane
  francine francis francisco franck francois francoise frank fred frederic frederick frederique gabin gabriel gabriela gabrielle gaelle gael gaetan
  gaetane gaspard gauthier genevieve geoffrey geoffroy george georges georgette geraldine gerald gerard germain gervaise ghislain ghislaine gilbert gilberte gilles
  gisele giulia giuseppe gladys gloria gontran gregoire gregory guillaume gustave guy guylaine gwenaelle gwenael gwendoline habib hadrien hakim
  halima hamid hans hassan hector helena helene henri henriette herve hicham hilaire hippolyte honore honorine hortense houda hubert hugo hugues
  ibrahim ida idriss idrissa issa ignace igor ilan ilona imane ines ingrid irene iris irma isaac isabel isabelle ismael israel ivan jacinthe jack jacky
  jacob jacqueline jacques jade jamal james jamila jan jane janine jasmine jason javier jean jeanne jeannette jeannine jennifer jeremie jeremy
  jerome jessica jihane joan joanna joceline jocelyn jocelyne joel joelle joffrey johan johanna johanne john johnny jonas jonathan jordan jorge jose joseph
  josephine josette josiane joshua josue joyce juan judith jules julia julian juliana julie julien julienne juliette justin justine kader kamel karen
  karim karima karin karine karl karla kate katell katia kelly kenza kevin khadija khaled killian kim koffi laetitia laila lamia lara laura
  laure laureen lauren laurence laurent laurette laurie laurine lea leila leo leon leona leonard leonie leslie leticia lidia
  lila lili liliane lilian lina linda line lionel lisa lise livia loic lola lorene lorenzo lorraine lou louane louis louisa louise
  louna luc luca lucas luce lucette lucia lucie lucien lucienne lucile lucille ludivine ludovic luis luisa lydia lydie lyes madeleine madeline
  mael maelle maelys magali magalie maguy mahmoud maia maite malek malik malika mamadou manon manuel manuela marc marcel marceline marcelle marco
  margaret margaux margot marguerite maria mariam mariama marianne marie mariette marin marina marine marion marius marjolaine marjorie
  mark marlene marta martha marthe martial martin martine mary maryline maryse maryvonne mathias mathieu mathilde mathis mathurin matilda matteo matthias matthieu
  maud maureen maurice mauricio max maxence maxime maximilien medhi mehdi melanie melina melissa melodie mercedes meriem meryem michael michel michele micheline
  michelle miguel mikael mila milan milena mireille miriam mohamed mohammed moise mona monica monique morgan morgane mouna mounir moussa muriel mustapha mylene myriam
  nabil nacer nadege nadia nadine nadjia naima nancy naoual nasser natacha natalia nathalie nathan nathanael nawal nelly nelson nicolas nicole nina nizar noe
  noel noelle noemie nolwenn nora norbert nordine norman nour oceane octave odette odile olga oliver olivia olivier omar ondine oriane oscar
  othmane oumar ousmane pablo pamela paola pascal pascale pascaline patrice patricia patrick paul paula paule paulette pauline paulo pedro penelope perrine
  peter philibert philip philippe philippine pierre pierrette pierrick prisca priscilla prosper quentin rachel rachid rachida rafael raoul raphael raphaelle
  raymond raymonde rebecca regine regis reine rejane remi remy renaud rene renee reynald ricardo richard rita robert roberto robin roch rodolphe rodrigue
  roger roland rolande romain romane romeo romuald ronan rosa rosalie rose roselyne roxane rudy ruth ryan sabine sabrina said saida salah salim
  salima salma salome salvatore sam samantha samia samir samira sammy samuel sandra sandrine sandy sara sarah sasha saskia savinien sebastien segolene selim selma serena
  serge sergio severine sharon sibylle sidonie silvia simon simone sofia sofiane solange solene solenn solenne sonia sophia sophie soraya stanislas steeve stella stephan
  stephane stephanie stephen steve steven susan suzanne suzon suzette svetlana swann sybille sylvain sylvaine sylvestre sylvette sylviane sylvie tania tanguy tatiana tessa
  thais thea theo theodore theophile therese thibaud thibault thibaut thierry thomas tiffany timothee timothy titouan tom tony toussaint tristan ugo ulysse ursula
  valentin valentina valentine valere valeria valerie valery vanessa vera veronique vicente vicky victoire victor victoria vincent vincente violaine violette
  virginie vivien viviane vladimir wafa walid walter wanda warren wendy wilfried wilfrid william willy xavier xaviere yacine yael yann yanis yanick yannick yasmina yasmine yassine ylan yohan yohann yolande
  youcef youssef yoann ysabelle ysaline yvan yves yvette yvon yvonne abdoulaye adama akissi ana anas aniss arlette awa ayse bakary boubacar cheikh colombe edwin ekaterina elvire elvis emre fatna fatou francesca
  ginette giovanni goulven gwladys hajar hanane huguette ilias ilyes ines joao kelig kirsten koffi lars latifa li loan luigi lysiane malo marco marielle mariame maryam maryannick
  mauricette maiwenn mehmet modibo murielle natacha ndeye oleg olga ousseynou paolo seydou siham soukaina souleymane sven tiago typhaine yao zakaria zacharie zahia zahra zelie zoe zineb zohra`.split(
    /\s+/,
  ),
)

/** Lower case, no accents. */
export function formatSimple(texte: string): string {
  // Most words hold no accent.
  if (/^[\x20-\x7e]*$/.test(texte)) return texte.toLowerCase()
  return texte.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae')
}

/** True when the word, or the first part of a hyphenated one, is a current given name. */
export function isPrenom(mot: string): boolean {
  const simple = formatSimple(mot).replace(/[.,]/g, '')
  const tete = simple.split(/[-‐‑]/)[0] ?? ''
  return PRENOMS.has(simple) || (tete !== simple && PRENOMS.has(tete))
}
