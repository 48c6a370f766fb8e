/** Texts that would do harm wherever one of them became markup; for tests of what draws texts. */
export const HOSTILE: readonly string[] = [
  '<script>pwned=1</script><img src=x onerror="alert(1)">',
  "[x](javascript:alert(1)) [y](data:text/html,<script>alert(1)</script>) <javascript:alert(1)>",
  'https://a.example/"onmouseover=alert(1)// [z](https://a.example/"><svg/onload=alert(1)>)',
  "`<svg onload=alert(1)>` **<b onclick=alert(1)>** ~~<i>~~ :<img src=x onerror=alert(1)>:",
  '```html\n<script>alert(1)</script><iframe srcdoc="<script>alert(1)</script>">\n```',
  '```"><img src=x onerror=alert(1)>\nx\n```',
  "$\\href{javascript:alert(1)}{x}$ $\\class{fixed inset-0}{x}$ $\\style{position:fixed}{x}$ $<img src=x onerror=alert(1)>$",
  "$$\n\\text{<img src=x onerror=alert(1)>} \\includegraphics{https://a.example/x.png}\n$$",
  "$\\def\\a{\\a\\a}\\a$ $\\rule{9000em}{9000em}$",
  "| <script>alert(1)</script> | b |\n|-|-|\n| [x](javascript:alert(1)) | $\\color{red;background:url(//a.example)}x$ |",
  "\u202Egnp.exe\u202C \u200B\u200B\u2066x\u2069",
  '@alice<script>alert(1)</script> #general"><img src=x onerror=alert(1)>',
];
