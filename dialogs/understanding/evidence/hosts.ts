/** Microsoft's own names: no customer's name stands in front of them, so they may be shown whole. */
const whole = [
  'microsoftonline.com',
  'microsoftonline-p.com',
  'microsoft.com',
  'live.com',
  'live.net',
  'office.com',
  'office.net',
  'office365.com',
  'onedrive.com',
  'sfx.ms',
  'aka.ms',
  'msauth.net',
  'msauthimages.net',
  'msftauth.net',
  'msftconnecttest.com',
  'msftncsi.com',
  'login.windows.net',
  'enterpriseregistration.windows.net',
  'officeapps.live.com',
  // What the sign-in hosts' names stand for in the name system.
  'msidentity.com',
  'aadg.trafficmanager.net',
  'aadg.windows.net.nsatc.net',
  'l-msedge.net',
  'spo-msedge.net',
];
/** Below these the first label names a customer. */
const tenant = ['sharepoint.com', 'onmicrosoft.com', '1drv.com'];

const under = (host: string, suffix: string) => host === suffix || host.endsWith(`.${suffix}`);

/** File endings that look like a top-level domain. */
const files =
  /\.(?:exe|dll|cpl|msc|msi|sys|html?|txt|log|json|xml|cmd|bat|reg|lnk|docx?|xlsx?|pptx?|pdf|zip|png|jpe?g|ini|pst|url|odl|etl|cab|dat|db|tmp|ya?ml)$/i;
/** Endings of two-part names that are taken for a host; with three parts any ending is. */
const ending =
  /\.(?:[a-z]{2}|com|net|org|edu|gov|mil|int|info|biz|app|dev|cloud|tech|site|online|local|localdomain|lan|corp|internal|intranet|intra|intern|home|arpa|test|example|invalid|box|group|company|network|systems|services|solutions|google|global|work|bank)$/i;

/**
 * How a dotted name may be shown: Microsoft's names as they are, a customer's name in front of one
 * as `[name]`, any other host as `[host]`. `null` if the word is not a host name.
 */
export function shownHost(word: string): string | null {
  const host = word.toLowerCase();
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || !/^(?:[a-z]{2,24}|xn--[a-z0-9-]{2,60})$/.test(last)) return null;
  if (labels.some((label) => label === '')) return null;
  if (whole.some((suffix) => under(host, suffix))) return word;
  for (const suffix of tenant) {
    if (host === suffix) return word;
    if (under(host, suffix)) return `[name]${/-my\.sharepoint/.test(host) ? '-my' : ''}.${suffix}`;
  }
  // "It failed.Then" is a sentence without a space, not a host.
  if (/\.[A-Z][a-z]+$/.test(word) || files.test(host)) return null;
  return labels.length > 2 || ending.test(host) ? '[host]' : null;
}

/**
 * A host that OneDrive signs in with or reaches its files on, as it stands in masked text
 * (Microsoft: "Required URLs and ports for OneDrive"; "Microsoft 365 URLs and IP address ranges").
 * What may stand in front is left out: in masked text only Microsoft's own names end like this.
 */
export const signInHost =
  /(?:microsoftonline(?:-p)?\.com|live\.com|live\.net|login\.windows\.net|enterpriseregistration\.windows\.net|login\.microsoft\.com|graph\.microsoft\.com|office\.com|onedrive\.com|sfx\.ms|msauth\.net|msftauth\.net|msidentity\.com|aadg\.trafficmanager\.net|aadg\.windows\.net\.nsatc\.net|[ls](?:po)?-msedge\.net)(?![\w-]|\.[a-z])|(?:sharepoint\.com|1drv\.com)(?![\w-]|\.[a-z])/i;
