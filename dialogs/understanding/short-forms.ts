/** Pairs of a short or misspelt form and what it stands for, `|` between them. */
const pairs = (list: string): [string, string][] =>
  list.split('|').map((pair) => {
    const [from = '', to = ''] = pair.split('=');
    return [from.trim(), to.trim().replace(/\s+/g, ' ')];
  });

/** `not` has to come out of each of these: a lost "not" turns a message round. */
const negations = `
  cannot=can not | cant=can not | cnat=can not | wont=will not | dont=do not | doesnt=does not |
  dosnt=does not | dosent=does not | doesent=does not | dosen't=does not | didnt=did not | didint=did
  not | isnt=is not | isn=is not | arent=are not | wasnt=was not | hasnt=has not | havent=have not |
  hadnt=had not | couldnt=could not | wouldnt=would not | shouldnt=should not | aint=is not | nt=not |
  nto=not | noit=not | ont=not | havnt=have not | hvnt=have not | dnt=do not | dint=did not |
  couldn=could not | doesn=does not | didn=did not | isnot=is not | wasn=was not | hasn=has not |
  wouldn=would not | shouldn=should not | aren=are not | doest=does not | doent=does not | doenst=does not |
  desnt=does not | dosn=does not | dosnot=does not | doestn=does not | doesnot=does not | doesnz=does not |
  didt=did not | dident=did not | didnot=did not | dinst=did not | didnz=did not | ddnt=did not |
  inst=is not | isint=is not | isntt=is not | wotn=will not | wnt=will not | wount=will not | wontt=will not |
  cnt=can not | cannt=can not | canot=can not | cannto=can not | cabt=can not | cantt=can not | carnt=can not |
  havet=have not | havn=have not | haven=have not | couldt=could not | coudnt=could not | culdnt=could not |
  wouldt=would not | woudnt=would not | hastn=has not | hasent=has not | wasent=was not | wansnt=was not |
  dotn=do not | don=do not | domt=do not | donnt=do not | dnot=do not | arnt=are not`;

/** Short forms, slips that are too short to be corrected, and words that mean the same here. */
const others = `
  im=i am | ive=i have | ill=i will | id=i would | its=it is | thats=that is | theres=there is |
  ther=there | whats=what is | wheres=where is | hows=how is | hes=he is | youre=you are | theyre=they
  are | lets=let us | u=you | ur=your | r=are | pls=please | plz=please | plese=please | thx=thanks |
  thnx=thanks | ty=thank you | thankyou=thank you | tks=thanks | teh=the | hte=the | sitll=still |
  stil=still | stll=still | stilll=still | wrk=work | wrks=works | wrking=working | workin=working |
  wrok=work | wroks=works | lods=loads | laods=loads | od=onedrive | 1drive=onedrive |
  onedrives=onedrive | gonna=going to | wanna=want to | gotta=have to | gimme=give me | lemme=let me |
  dunno=do not know | idk=do not know | cuz=because | cause=because | coz=because | yep=yes | yeah=yes
  | yea=yes | yup=yes | ya=yes | yess=yes | aye=yes | jep=yes | jup=yes | yup=yes | ja=yes | yh=yes | nein=no | non=no | nada=nothing | mins=minutes | min=minutes | hrs=hours | eror=error | werid=weird | nope=no | nah=no | nop=no | noo=no | nooo=no |
  naw=no | negative=no | affirmative=yes | okay=ok | okey=ok | okk=ok | oki=ok | k=ok | kk=ok |
  grayed=greyed | gray=grey | organisation=organization | organisations=organization | colour=color |
  pc=computer | laptop=computer | notebook=computer | machine=computer | admins=admin |
  administrator=admin | administrators=admin | hotspots=hotspot | tommorow=tomorrow |
  tommorrow=tomorrow | tomorow=tomorrow | tmrw=tomorrow | tmr=tomorrow | eror=error | errror=error |
  colleages=colleagues | collegues=colleagues | coworkers=colleagues | coworker=colleague | wfi=wifi |
  passwort=password | pw=password | pwd=password | aplication=app | application=app |
  programme=program | cloudicon=cloud icon | somebody=someone | any1=anyone | some1=someone |
  anybody=anyone | reboot=restart | rebooted=restarted | rebooting=restarting | reboots=restarts |
  signin=sign in | login=log in | logon=log in | noone=nobody | anymore=any more | alot=a lot |
  atm=now | synch=sync | synching=syncing | sincing=syncing | syncs=syncing | wat=what | wut=what |
  wen=when | rn=now | prob=problem | probs=problems | acct=account | pwrd=password | comp=computer |
  conecting=connecting | cud=could | shud=should | wud=would`;

/** Whole words that stand for others. */
export const forms: ReadonlyMap<string, string> = new Map([...pairs(negations), ...pairs(others)]);
