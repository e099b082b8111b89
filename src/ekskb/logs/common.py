"""Stems of common words of technical English.

Counted in the documentation of the standard libraries of Python and Perl and of the packages that this
project uses; kept are words that all of them use, without names and without words of faults.
"""

COMMON = """
aaa abc ability absolut abstract accept acceptabl accessibl accessor accidentally accord accordingly
accuracy accurat ace act activat acts actual adapt adapter adding addition additionally adds adjacent
adjust advanc advantag advis affect afterward against agent agree ahead aix aka alert algorithm alia alias
align alignment alive allocat almost alone alpha alt alter alternat alternativ alternatively although
ambiguous amount analysis analyz anchor andrea anonymous ansi answer anymor anyon anyth anyway anywher
apis appear append applicabl approach appropriat appropriately approximat arabic arbitrary arch
architectur archiv area aren arg argument argv aris arithmetic arrow ascii ask asked asking assert
assertion assignment associat assum assumption async attach attention attr attribut auth author automatic
automatically avoid aware backend background backslash backspac backward bail band bar bare based basenam
basic basically basis bat batch baz bcc bdb beginn behav behavior behaviour belong ben benefit beta big
binary bind bit bits bitwis black blank blob block blocksiz blue bogus bold bom bool border bother bottom
bound boundary box brace bracket branch break breakpoint browser buf bug bugs builder built builtin bullet
bump bunch bundl business bypass bytecod cach cache calculat calculation callabl callback cancel candidat
canonical cap capability captur care careful carefully carriag carry case casing cast catch category
caught caution caveat cdf center central cert cfg cflag cgi chain chanc chang channel char character
charset chdir checker checksum child children chmod choic choos chosen chunk circl circular circumstanc
cjk claim classnam claus clean cleanup cli click clone closest closur cmd cmp coding coerc collect
collection colon color column combin combination coming comma comment commit common commonly communication
comp compact compar comparison compat compatibility compatibl compil compilation compiler complement
completely completion complex complianc compliant complicat compress compression comput computer
concatenat concatenation concurrent cond condition conditional conf configurabl conform confus confusion
consecutiv consider consist consistency consistent consol const constant constraint construct construction
constructor consult consum consumer contact contain continu continuation contract contribut contribution
contributor controll convenienc convenient convention conversion convert converter cooky coordinat copi
copy correct correspond cost couldn counter cours cover coverag cpp critical crlf cross ctrl ctx ctype
curly currency cursor custom customiz customization cut cwd cycle cygwin cyrillic daemon damag dark darwin
dash dashe datetim day days dead deal debugg debugger dec decid decimal declar declaration decod decoder
deep def defer deferr defin definitely definition deflat del delay delegat deletion delimit delimiter
delta demand demo dep depend dependency dependent deprecat deprecation deps depth deriv descriptor design
desir despit dest destination destroy detection determin deterministic developer development devic dfa
diagnostic dialog dict dictionary didn die diff differ differenc different differently difficult digit dir
direct direction directiv dirnam dirs disallow discard disclaimer discover discussion dispatch display
distanc distinct distinguish distribut distribution divid dll doc docs document documentation doesn dollar
don dont dos dot dots doubl download draw drive driven driver drop dry dst dual dummy dump duration
dynamic dynamically earlier early easier easily easy edge edit editor edu effect effectiv effectively
efficient efficiently effort eight elaps element eliminat ellipsis elsewher email embed embedd emit emitt
emulat enclos encod encrypt ended endian endif ending ends enforc engin english ensur enter entirely
entity enum environ epoch equal equivalent errno escap especially essentially establish eval evaluat
evaluation eventually everyth everywher exact examin exampl except exclamation exclud exclusion exclusiv
exe executabl existenc expand expansion expensiv experimental explain explanation explicit explicitly
exponent expos expr express expression ext extend extension extent extra extract extraction face fact
factor factory fairly fake fall family fancy far fast faster favor featur feb fed fee feed feedback feel
fetch fewer fff figur filenam filesystem fill filter final finaliz finally find fine finit fit fitness
fits fix fixe fixed fixing fixme fixup flatten flexibl float floor flow flush fold font foo foobar forc
force foreground forever forget fork form formal formatt formatter former formerly forward foundation
fragment frame framework free freebsd freez fresh friendly front frozen fullnam fully functional
functionality futur garbag gcc gen general generally generat generator generic getter git giving glob
global globally gmail goal gone goto grab grain grammar grant great greater greek green guarant guarante
guard guess guide hack half hand handl handy hang happen happy hard harness hash hashe hasn haven heavy
held hello help helper helpful hence heuristic hex hexadecimal hidden hide hierarchy higher highest
highlight him historical history hit hits hold holder hook hope hopefully hour href huge human hyphen idea
ideally identical identifi identify identity idle ids ieee ietf ignor immediat immutabl impl implement
implementation impli implicit implicitly imply import important impossibl improv improvement inc inclusion
inclusiv incom incompatibl incomplet inconsistent incorrectly increas increment incremental indent
indentation independent independently indic indicat indirect indirectly individual inet inf infer inferr
infinit infinity ing inherit inheritanc ini initial initializer initially inlin inner insensitiv insert
inspect inspir install installation installer instantiat instruction int integer intend intentionally
interact interaction interactiv intercept interest intermediat internally internet interpret
interpretation interpreter interval introduc introduction invalidat invariant invers invocation involv isn
iso isolat issu italic iter iterat iteration iterator jame jan january jobs join jump junk kept keyed
keyword know known lack lambda lang languag larger largest late latest latin latter law layer layout lazy
lead leaf leav leave legacy legal len lets letter lexical liability libc library libs licens life lifetim
light likewis limitation linear link linker literal littl live loader localhost locally locat lock logic
logical login longer look loose lose loss lot lower lowercas lowest lstat mac machin macro magic mail
mailto mainly maintain maintainer maintenanc major makefil making malform man manag management mandatory
manipulat manipulation manner manual manually mapp maps margin mark marker markup mask master matcher math
matrix matter meaningful meant mechanism media medium member mention menu merely merg merge mess met meta
micro middl millisecond mime mind minimal minimiz minor minus minut mirror misc miscellaneous mix mixed
mod model modern modifi modification modifier modify modulo moment month mostly move moved moving msvc
mtime multi multilin multipl multiplication multiply mutually named naming nan nativ natural near nearest
necessarily necessary negat negativ neither nest netrc newer newlin newly news nice nick nonzero noop
normaliz normalization notation notic notify num numeric numerical obj obsolet obtain obvious obviously
occur occurr occurrenc oct octal octet odd offer official offset okay older omit omitt ones opaqu operat
oppos opposit ops optimiz optimization optional optionally opts order ordinal ordinary orient origin
original originally otherwis outdat outer outsid overall overhead overlap overload overrid overridden
overview overwrit overwritten owned ownership pack packet padd page pager pair paragraph parallel param
paren parent parenthes parenthesis parser partial partially particular particularly party passe past patch
pathnam pattern pause payload pdf peer peopl percent perform period permit permitt persistent person phase
phras pick piece pip pipelin pkg plac place placeholder platform plus point pop popular populat portabl
portion position positiv possibility possibly potential potentially power practic pragma pre preced
precedenc precis precision prefer preferenc preferr prefix prepar prepend preprocessor presenc present
preserv press presumably pretty prev prevent previous previously primarily primary prime primitiv print
printabl printf prior priority privat probably problem proc procedur processor produc product profil
program programm progress prohibit project promot prompt propagat proper protect protection proto provid
prune pseudo publish punctuation pure purely purpos push puts putt pwd qualifi question queu quick quiet
quit quite quot quotation quote race rais raise ran rand random range rare rarely rate raw reachabl
readabl reader readlin readm readonly real reasonabl rebuild recent recently recogniz recommend recurs
recursion recursiv recursively recv red redefin redirect redirection redo reduc redundant ref refactor
refer referenc referr reflect refresh refs regard regardless regexp registry regression regular rel relat
relationship relativ relatively relevant reliabl reliably reload rely remain remainder remember removal
renam render repeat repeatedly repl replac replacement reply repository represent representation reproduc
req requirement reserv resolution resp respect respectiv respectively respond responsibility responsibl
rest restor restrict restriction ret retain retriev reus reuse revers revert revision rewrit rewritten rfc
rich richard rid ring risk robust roman roughly round routin row rows runs safe safely safety said sampl
sanity satisfi satisfy saved saving say says scalar scale scann schem screen scroll sec seek seekabl seem
sees segment selection self semantic semi semicolon sense sensitiv sentenc sep separat separately
separator seq sequenc sequential serializ serialization serve sery sets setter seven severity sha shallow
share sharp shell shift short shortcut shorter shorthand shot shouldn shrink sibl sig signatur significant
silenc silent silently similarly simpl simpler simplest simplifi simplify simulat simultaneously singl
singleton situation six slash sleep slice slightly slot slow slower smaller smallest smart snapshot sock
soft softwar sole solely solution someon sometim somewhat somewher sort sound spac space span spawn spdx
special specializ specifi specifically specification specifier specify speed spell split splitt spurious
sqrt squar stabl standalon stat statement static statically statistic stay std stderr stdin stdio stdout
stor str straight strategy strict strictly stringify strip stripp strong strongly struct structur stub
stuff style sub subclass subdirectory subject submit submitt submodul subprocess subroutin subsequent
subsequently subset substitut substr subtest subtl subtyp succ succeed sufficient suffix suggest suitabl
suite sum summary sun super superclass suppli supply suppos suppress surrogat surround swap switch symbol
symbolic symlink synopsis syntax sys tab tabs tagg taking tar tarball tcl teardown technically tell temp
temporarily term terminal termination terminator textual thank themselv theory therefor thereof think
third threshold throw thrown tick tie tied tilde tim timer timezon timing tip title tmpdir toc todo toggl
took tool top touch toward trac track tracker trade traditional trail trailer transfer transform
transformation translat translation transparent trap travers treat tree trick tried trigger trim trivial
truncat tty tuple turn twice txt typed typical typically typing typo udp umask uname unchang uncompress
unconditionally underlin underly underscor understand understood undo undocument unfortunately unhandl
unicod unifi uninitializ uninstall union uniqu unit universal unlik unlikely unlink unmodifi unnecessary
unpack unquot unrecogniz unsaf unset unsign unspecifi unus unwrap unwrapp upgrad upper uppercas urls usabl
useless usual utility uuid val validity van variant vars vary vector vendor ver verbos verbosity verifi
versa vertical vice virtual visibility visibl visit visual void walk wasn ways weak web weight welcom
whatever whatsoever wheel wherea white whitespac wide width wiki wikipedia wildcard win window wins wish
won word work workaround world worry worth wouldn wrap wrapp wrapper writabl writer written wrote xdg xff
xhtml xml xxx xxxx xyz year yellow yield yourself zero zip zipfil
"""
