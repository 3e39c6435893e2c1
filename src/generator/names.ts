/** Common given and family names, mixed freely: people move. */
export const GIVEN_NAMES: readonly string[] = (
  'James Mary John Linda Robert Susan Michael Karen David Nancy Daniel Laura Thomas Emma Oliver Sophie Harry Amelia ' +
  'Lukas Anna Felix Lena Paul Julia Louis Camille Hugo Chloe Lucas Manon Marco Giulia Carlos Lucia Pablo Elena Sven ' +
  'Ingrid Jan Femke Liam Olivia Noah Ava Ethan Mia Sean Aoife Kenji Yuki Amir Leila Priya Arjun Mei Wei Grace Henry'
).split(' ')

export const FAMILY_NAMES: readonly string[] = (
  'Smith Johnson Brown Miller Davis Wilson Taylor Clark Lewis Walker Young King Wright Green Baker Hill Carter Turner ' +
  'Morris Cooper Schmidt Weber Wagner Becker Hoffmann Koch Dubois Moreau Laurent Garnier Rossi Ferrari Romano Garcia ' +
  'Martinez Lopez Sanchez Visser Bakker Jansen Lindberg Nilsson Murphy Kelly Byrne Tanaka Suzuki Patel Sharma Nguyen ' +
  'Chen Singh Haddad Novak Kowalski Fischer Mayer Brooks Reed Foster'
).split(' ')

export const WORDS: readonly string[] =
  'sunny garden music coffee river panda tiger mountain happy lucky rocket pixel ocean cookie winter summer runner'.split(
    ' ',
  )
