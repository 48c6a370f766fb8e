/**
 * Passwords of eight characters and more that every guessing program tries first, in small letters. Short ones are
 * refused for their length.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `12345678 123456789 1234567890 0123456789 987654321 0987654321 87654321 11223344 12341234 123123123 1q2w3e4r
1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc q1w2e3r4 qwertyui qwertyuiop qwerty123 qwerty1234 qwerty12345 qazwsxedc asdfghjk
asdfghjkl zxcvbnm1 zxcvbnm123 abcd1234 abc12345 abcdefgh abcdefg1 a1b2c3d4 aa123456 iloveyou iloveyou1 iloveyou2
password password1 password12 password123 password1234 password! passw0rd passw0rd1 p@ssw0rd p@ssword pa55word
pa$$word letmein1 letmein123 welcome1 welcome123 changeme changeme1 changeme123 sunshine sunshine1 princess princess1
football football1 baseball baseball1 basketball superman superman1 batman123 starwars starwars1 trustno1 whatever
computer internet samsung1 michelle jennifer jordan23 dragon123 monkey123 shadow123 master123 admin123 admin1234
administrator root1234 rootroot testtest test1234 test12345 testing123 guest123 user1234 default1 secret123 topsecret
mustang1 corvette mercedes liverpool liverpool1 chelsea1 arsenal1 blink182 metallica charlie1 bulkhead bulkhead1
hunter22 access14 qwer1234 asdf1234 asdfasdf zaq12wsx 1234qwer 12qwaszx 147258369 159357456 741852963 789456123`
    .split(/\s+/),
);
