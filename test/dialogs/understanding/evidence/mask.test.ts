import { describe, expect, test } from 'vitest';
import { mask, stripSecrets } from '../../../../dialogs/understanding/evidence/mask.ts';

describe('mask', () => {
  test.each([
    ['TenantId : 0e4f8a90-1234-4cde-8f00-a1b2c3d4e5f6', 'TenantId : [id]'],
    ['Thumbprint : 9C27B1D4E0F3A65588D1C2B3A4958677605142F3', 'Thumbprint : [id]'],
    ['TenantName : Nordfjell Shipping', 'TenantName : [name]'],
    ['TenantName : Nordfjell Shipping TenantId : x9', 'TenantName : [name] TenantId : [id]'],
    ['Executing Account Name : NORDFJELL\\mara, mara@nordfjell.example', 'Executing Account Name : [name]'],
    ['write to mara.lindqvist@nordfjell.example please', 'write to [address] please'],
    ["<Mara.O'Neil+x@nordfjell.co.uk>", '<[address]>'],
    ['Reply from 10.20.30.40: bytes=32', 'Reply from [address]: bytes=32'],
    ['Addresses: 2603:1006:2000::b fe80::1%12', 'Addresses: [address] [address]%12'],
    ['listening on 127.0.0.1:7890 and ::1', 'listening on [local]:7890 and [local]'],
    ['MAC 00-1A-2B-3C-4D-5E or 00:1a:2b:3c:4d:5e', 'MAC [address] or [address]'],
    ['from gate.kestrel.example and dc01.corp.local', 'from [host] and [host]'],
    ['C:\\Users\\mara.l\\AppData\\Local', 'C:\\Users\\[name]\\AppData\\Local'],
    ['PS C:\\Users\\Mara Lindqvist> dsregcmd', 'PS C:\\Users\\[name]> dsregcmd'],
    ['it is in C:\\Users\\mara and nowhere else', 'it is in C:\\Users\\[name] and nowhere else'],
    ['/Users/mara/Library and /home/mara/x', '/Users/[name]/Library and /home/[name]/x'],
    ['D:\\OneDrive - Nordfjell Shipping\\Plans', 'D:\\OneDrive - [name]\\Plans'],
    ['HKEY_USERS\\S-1-5-21-422317100-3408024488-320855090-1001\\Software', 'HKEY_USERS\\[id]\\Software'],
    ['azuread\\MaraLindqvist', 'azuread\\[name]'],
    ['nordfjell\\mara', '[name]'],
    ['my laptop LAPTOP-7QK2M9PX fails', 'my laptop [name] fails'],
    ['https://nordfjell-my.sharepoint.com/personal', 'https://[name]-my.sharepoint.com/personal'],
    ['ComputerName : FILES01', 'ComputerName : [host]'],
    ['Proxy Server List : gate01:8080', 'Proxy Server List : [host]:8080'],
    [
      '    Proxyserver :  http=gate01:80;https=gate01:443',
      '    Proxyserver :  http=[host]:80;https=[host]:443',
    ],
    [
      'Umgehungsliste : *.kestrel.example;files01;10.*;<local>',
      'Umgehungsliste : *.[host];[host];10.*;<local>',
    ],
    ['Bypass List : files01', 'Bypass List : [host]'],
    ['localhost:7890', '[local]:7890'],
    ["*** dc01 can't find login.live.com", "*** [host] can't find login.live.com"],
    ['Serveur : dc01\nAddress: 10.1.2.3', 'Serveur : [host]\nAddress: [address]'],
    ['saved on \\\\files01\\Plans\\Mara today', 'saved on \\\\[host]\\[name] today'],
    ['signed in as NORDFJELL\\mara.l since Monday', 'signed in as [name] since Monday'],
    ['call +41 79 123 45 67 please', 'call [number] please'],
  ])('%s', (text, expected) => {
    expect(mask(text)).toBe(expected);
  });

  test.each([
    'error 0x8004de40, 0x80072ee7 and AADSTS50126: wrong, AADSTS135011 and CAA50021',
    'login.microsoftonline.com, login.live.com, onedrive.live.com, g.live.com, enterpriseregistration.windows.net',
    'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
    'OneDrive.exe, inetcpl.cpl and report.html of version 24.101.0519.0010 on 10.0.22631.4317',
    'It failed at 20:10:33 on 2026-11-20. Then it worked.Sometimes.',
    'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_RSA_WITH_AES_128_CBC_SHA256',
    'OneDrive - error 0x8004de40 since Monday',
    'Virtual Desktop : NOT SET',
    'Microsoft.AAD.BrokerPlugin_cw5n1h2txyewy',
    'HKLM\\SOFTWARE\\Policies\\Microsoft and SYSTEM\\CurrentControlSet\\Control',
    'line:12 char:10, code:50126 and TTL:54',
    'Bypass List : (none)',
    'this is ** important ** to me',
  ])('leaves "%s" alone', (text) => {
    expect(mask(text)).toBe(text);
  });

  test('hides a name everywhere once a field has told it', () => {
    expect(mask('TenantName : Kestrel Freight\nthe portal of Kestrel Freight says no')).toBe(
      'TenantName : [name]\nthe portal of [name] says no',
    );
  });

  test('hides a name in a look-alike of a sign-in host', () => {
    expect(mask('login.microsoftonline.com.kestrel.example')).toBe('[host]');
  });
});

describe('stripSecrets', () => {
  test.each([
    ['password: Summer2026!', 'password: [secret]'],
    ['Password = "two words"', 'Password = [secret]'],
    ['my password is Hunter22 and it fails', 'my password is [secret] and it fails'],
    ['my password is banana', 'my password is [secret]'],
    ['Kennwort: geheim12', 'Kennwort: [secret]'],
    ['mot de passe : soleil', 'mot de passe : [secret]'],
    ['パスワード：ひみつ12'.replace('：', ':'), 'パスワード:[secret]'],
    ['PIN: 4711', 'PIN: [secret]'],
    ['with pin 4711 and password Summer2026!', 'with pin [secret] and password [secret]'],
    ['pwd=abc123;', 'pwd=[secret];'],
    ['the code is 482913', 'the code is [secret]'],
    ['verification code: 482 913', 'verification code: [secret]'],
    ['Authorization: Bearer abc.def.ghi', 'Authorization: [secret]'],
    ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2lnbmF0dXJl', '[secret]'],
    ['access_token=0.AXoAkT9pZ', 'access_token=[secret]'],
    ['https://mara:pa55@gate:8080', 'https://[secret]@gate:8080'],
    ['curl -u mara:pa55 https://x', 'curl -u [secret] https://x'],
    ['?code=M.C5_BAY.2.U.1234&state=9', '?code=[secret]&state=9'],
    ['recovery 123456-234567-345678-456789-567890-678901-789012-890123', 'recovery [secret]'],
    ['key aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7bC9', 'key [secret]'],
  ])('%s', (text, expected) => {
    expect(stripSecrets(text)).toBe(expected);
  });

  test.each([
    'my password is wrong, it says',
    'my password is not accepted',
    'password: changed last week',
    'Credential Type : Password',
    'error code: 0x8004de40',
    'error code 1001, exit code 1603',
    'the code is 0x8004de40',
    'code: 80070005',
    'code 135011',
    'AADSTS530032: blocked',
    'Error Code: CAA50021',
    'Server Error Code : invalid_grant',
    'Token acquisition Test : SKIPPED',
    'mara@nordfjell.example on 10.1.2.3',
    'passwords are fun',
    'the password expires in 90 days',
    'password error 0x8004de40',
  ])('leaves "%s" alone', (text) => {
    expect(stripSecrets(text)).toBe(text);
  });
});
