/** User agents as browsers and apps of early 2026 send them, shortened to what tells them apart. */
export const BROWSERS: readonly { userAgent: string; mobile: boolean; weight: number }[] = [
  {
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile Safari/604.1',
    mobile: true,
    weight: 30,
  },
  {
    userAgent: 'Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/143.0.0.0 Mobile Safari/537.36',
    mobile: true,
    weight: 12,
  },
  {
    userAgent: 'Mozilla/5.0 (Linux; Android 14; SM-S921B) Chrome/142.0.0.0 Mobile Safari/537.36',
    mobile: true,
    weight: 14,
  },
  { userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/143.0.0.0 Safari/537.36', mobile: false, weight: 24 },
  { userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Firefox/146.0', mobile: false, weight: 5 },
  {
    userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15',
    mobile: false,
    weight: 10,
  },
  { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/143.0.0.0 Safari/537.36', mobile: false, weight: 3 },
]
