/** Real words that are one slip from a word of the vocabularies; they are never taken for it. */
export const commonWords: ReadonlySet<string> = new Set(
  `abel absolute accidental accidents accounted accuracy accurately aces achieved acquired acre across
  activity addiction additionally additions administer administered administration administratively admit
  admits adoption afded affect aged agents agnes agrees ahmad aided aiming alain alan albert albums alias
  allocation allowing allows alloy alps alter alternate alternating alternatively alternatives alto
  ambition ames anonymously answers anyways apartment apparent appeal appealed appeals apples applied
  appointments appreciate approved argent artworks assigns assistants assisting assists atlas attack
  attempts attested audition auditions authenticity authored autostale awaiting axes axle bach backing
  backs backward badge band bang banks bans bark basically bass bassist bath bats batters bean beck beef
  beer bees began beginnings begins begun beings believed believer believes belong benefits bern bestowed
  beth betting billed bind bits bitter blacks blade blake blamed bland blanking blaze bloc bloom blues
  boat boats boeing bolt bone bones book booking boost booth boots border boring bounds bout bouts boxer
  boys brad brake brands breach bread breaks brig bright brings brock broker brooke brothers brought
  browne browsers buck budget builds burned burton bury bush businesses bust butter buttons buys cache
  cafe cage cake calm came camel cameo cameras camp cancer cane cannon cape capped cards cared cares carey
  carl carr cars cart casa cases casey cash cass cast caste catches catching cause caused causing cave
  cease cello cells cent center centered certificates chad chan chance chancel chances chang chant char
  charge charged charges charging charming chart charted charting chase checks choices choke choose chosen
  chuck clair clare clarity clash clashes clean cleaned clearer clicking clients clock clocks clone closer
  closes closing clouds club clues coached coaching coal coat code coded codex coding cody coil coke cold
  cole coll collected collecting collection collects colleges coma come comet comfortably commanded
  commander commanders commando comments communes commuter como companies compares compelled competed
  competes compiler complete complexes composer composers composite comprised compromise compute computed
  conception concepts concerts condition conditions conducted conducting conducts cone conferred confessed
  confined confirms confuse congestion connections connector consent conservation consonant constance
  constructions consultant consumed contacting contacts contained contains contention contents contest
  contestant contested contesting contests context contexts continued continues continuous continuum
  contract contracted contrasted contribs controller controllers convent convention conversations
  conversion converted converting converts convicted conviction convince cook cooking cooperate copa cope
  copies cord core cork corn corporal corps corrected correcting correction correctly cost couldn coup
  coupled couples courses cove crab crashed creates crop crops crossing crush crushing crying cure
  currency currents curry curse curtain curved dairy daisy dale daly dame dams dana dans dante dark dart
  databases dates dating dave dawn deaf deals dealt dean debating debuting december decent deception deck
  decrease deed deer defeating defences defended defenders defending defenses degraded delegation deletion
  deletions della delle demand denis denise departments depended depending derive described describes
  destroyer destroyers destroys destruction detected detecting detract dial dick dies differed differences
  differently differing dire disappears disc dish disks displaced dive diversity diving docs documented
  dogs doll domains dome donation done dong dose doses dots doubts dove downloaded downs dreams dressed
  driven driver drives drone dropping drops drove drying dual dull dutch dvds dying earning ease eating
  eden edges edith effects efficient ejected elaborated elected election elevations elevator eliminated
  emil emission emissions employed employee employees employers enables ending endorsed ensure enters
  entirety entrusted eponymous eras esther eternal evan evenings event excelled excellence exception
  excerpt excessively exchanged excluded excludes exclusive execute exit exits expect expected experienced
  experiences experts expire explains explanations exploration explorer export externally factions factual
  failures fair fairs fairy fall falling falls farewell farm farther faults faulty fears feat feather
  feathers featured features feed feeding feels fees feet fell fellow fiber fights filed filing fill
  filling fills filly film filmed films filters finds fined fines finishes finn finnish fins fire fired
  fires firms fist fitting fixes fixtures flag flats flee flesh flies float flour foam foil folded folding
  follows fond force forces ford fore forge forged fork form formal formally formation formed forms fort
  fortified fortunately forum forwards fought foul fred freed freeze fried frog fuel function functional
  functioned fund furnished gale game gary gate gather gathering gems gene gentry giles given gods gold
  gone gong gonz goods gore governmental governments grab gram gran grave greek greene greens greg grew
  groups guests guided guides guise guns hadn hailed hale hall halls halo halt hampered handing handled
  handles hands handy hanged hank hans hara hardy hare harm harp hart hate haven head heading heal heard
  hears heart heat heir held hell helm herb herd hern hero hers hind hire hitting holder holders holdings
  hole holes hollow holt holy home homer homes hong hood hope hoped hopes horse horton host housed houses
  howe huang hundreds hunt icons ideal ideals imam immediate impaired implicated importantly imported
  improper improvements improves improvised incidence incidental incidents included includes incorrectly
  increased increases indexed indicated indicates indicative indicator indicted inducted inflicted
  informal informational informative informs inherent injected inserted insider instruction instructional
  instructors integrating intends intent interact interaction intercept intercepted interest internal
  interned interpret interred intimate intricate intro invented inverted invested iron item iteration
  jailed jain joan john joins joint joints jumps junction keel keen kemp kent keyboards kick killer
  killing kills kinda kinds king kissing knew knight knocking knot knows knox lacked lacks lake lands lang
  laser last lasted lasts late latter layer laying lead leading leads leaning lease least leaves lectures
  legs lending lens lent letter letting levels lever licence licensed licenses lied lieu life lift lifted
  lifts lights liked likes lime limits line lined lines ling links lips lisa list listen liter live lived
  liver lives living loan loaned loans locals located locations lock locke locker locking locks lodged
  logan logic logically logo logos lois lone looked loose lord lords lore loser loses loss losses lost
  lotus loud love loving lowe loyal luca lucky lucy luke lumber lunch lung lynch machinery mack maid
  mailing main maine maintain maintained maker makers male males mali mall malls managers mann mans
  manuals manuel mapped march marches marching marcos mare marginally mark marker market marking mary
  masked masks mass mast masters matched mater maternal mates math mating matt matter maze meal meals
  meanings meant meat mechanical meetings megan melting mentions mere mesa mesh messy mets mice mighty
  mike mild mile minds mined miner mines ming ministers mint miss missed mist mistakenly mistakes mister
  mitch mixed mixer mixes mode model moderator modes moist mole moments monitors mont monte monument
  monuments moon moore moose moot more mornings morse mortal morton moss most moth moths motivated mounds
  mountains mourning mouth move moves movie multiply munitions muse musically nadu naked naming nasa nate
  nave nearby neat necessarily necessity negatively neglected neighbors nest nets nica niche nick nico
  niece nights nile nine node none norman normandy nose notation notes noting notre nuclear nude numbers
  objected occupied occur offender officer officers opener openings operated operates operatic operation
  operators opined opposing orders organisation organisations organizational organizations otters otto
  outcomes overs owed owen owens owls owner pace pack packed packers packing pact pain paint painter
  painters paints pair pale panels panthers papers para parent park partnered parts party paso passages
  passed passing passport past patches patel patent patents paternal paths patients paying pays pearson
  peck peoples perceived perception percussion performs permanent permits persist persisted persona
  personally personnel persons petty phelps photon picking picks pictured pine pink pins piper pitch
  pitching placement plains plane planning plans plant play pleased pmid pointer police policing politics
  pope port portals posing post postal pots pounds praise preached precious prefect prefers prepared
  presented presenter presenting presently presents presided presses pressing presume prevents princess
  printed privilege privileged probable proceeding proceeds procession production profession
  professionally professionals professions profiles programme programmes progressed progresses prohibits
  projected projection projections projects promised promising promoted promoter promotes promoting
  promptly prone prosecution prosecutor protecting protections protective protector protesting providers
  provides provoked punished pure purported purposes purse questioned quiet quiz quot quote race racing
  radically rage raised raises rana rand range ranging rank rant rape rare rarely rated rates ratified
  ratings rats reaches react reacted reactive readable readings realm rear reasons recalls receiver
  receivers receptions receptor recession recognise recognised recognize recognizes recommended recommends
  recorder recording recounts recovery recreation rect recurring recycled reddy redemption reds reed reel
  reelected refers reflected reformation reformed refuge regained regarded regent register registers
  registrar regulars reich reid reinforced reinstated rejecting rejection relate relates relating relative
  relaxed relegated relegation relieve relieved relocation remain remained remembered remembers reminds
  renamed reno rent reorganization repeal repealed repeated repeating repeats replace replacements
  replaces reported reportedly reports representation representatives reprised requested rescue rescues
  reserved reserves resistance resistant resolves resolving resort respected responded responds responses
  restoring restricting restrictive rests resulted resulting resumed retail retained retaining retains
  retention retiring retracted retrieved reuse reused reverted reverting reverts revoked revolver revolves
  rewarded reworded reworked rick ricky rings rink rise risks rite road roads role rollback roller rolls
  root roots roster rotation rounds route routed routes ruins russ sack sacked sacred safer safety sage
  sail sailed sailing sake sale sally same sanctions sand sans sant saves saving scaled scanned scans scar
  scare schools scope scored scorer scores screens scripts sean sears seas season seasonal seat seating
  sect sections securing seed seeded seeds seek seeking seeks seen selecting selector selling sending
  sends senses separated separately separates seperate sept serve served servers serves sets settling
  severity sexes shade shake shale shame shan shane shape shaped shaping shares shark sharp sharpe shaw
  shawn shell shia shift shin ship shipping shire shirt shocking shoe shoes shoot shop shopping shops
  shore shorts shot shots shouldn shout shower sided sides sights signals silk sims sing singing singled
  singles sings sink sins sire sisters size sizes sketches skill skilled skin skinner skins slam slater
  slaughter slave slide slip slot slowed small smart smoke smuggling snow sock socking soft sold sole some
  sometime song songs sony sore sorts sought sound spaced spaces spam span spanning spans spare spared
  speaks spear specials spend spending spent spice spies spike spill spin spine spines spite sport
  sporting spots springs sprint sprinter squad stables stack staff stairs stakes stale stalking stall stan
  standards standing stands stanford staple stark starr starred starring starter starts stated states
  stating stations stats statue statues staying steep stem stems stepped stepping sterling sticks sticky
  stiff stirling stock stoke stole stone stony stops stores storey storm stra strain strand stranger stray
  string struck stuart stunning succeed succeeded successful sufficiently suggesting suggestion suit suite
  suited suits summers summit superb supplemented supplements supplied supporter supporters supports surf
  surfaced surfaces surge survived survives sutton swan syndicate synonymous systems table tables tablets
  taken taking tale tales talks tall tank tanks tape tapes task tasked tate taxes teach tear tears teau
  technically technicians teen teeth tells tenants tent term terminals terminate terminus terms terror
  tests texts thai than thee theirs them theme then they thick thin thinks thorough thoughts thriving
  throw thrown thrust thus tickets tico tide tied ties tile tiles tire tires tissue tissues todd together
  toll tone tones tools topped topping torch torn touches tough tower traced track tracy trail trains
  trait tram trams transfers transform trap trapped treason treated tree tricks tricky tries troubled
  troubles troy truce truck trustee trusts tuned turf turin turner turns tying types typo unblock
  uncertainty understands undertook unfortunate universit unsuccessfully unto upgrades uploader usable
  usgs ussr vacation vague vale valle valued values valve vary vein vera verb versions views visa vision
  visit vita wade waist waited walked walking walks wall walled walt wang ward ware warming warnings
  warring wash wasted wasting watches watching watt watts weak weed weir wells weren west whale whatever
  wheat whites whose wicked wicket wider widow width wien wiki wikimedia wikipedian wikipedians wikipedias
  wild wilde wills willy wine wines winger winner winters wire wired wires wise witch witches withdrawal
  withdrawn withdrew wives wolves wong wood worded wording words wore worker workings world worlds worm
  worms worn worries worse worst worthy wouldn wound wounds wright write writer writes writing wrote yeah
  yearly yields yours snowing blowing lunches`.split(/\s+/),
);
