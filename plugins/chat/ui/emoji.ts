/** Emoji that can be chosen by picture or by name; any other can be typed. */
import { type Text, text } from "./i18n/language.ts";

export interface NamedEmoji {
  emoji: string;
  /** The first is the one that is written: `:thumbsup:`. */
  names: string[];
}

/** Offered at once. */
export const QUICK_EMOJI = ["👍", "❤️", "😂", "🎉", "👀", "✅"];

/** An emoji and its names, one a blank apart, groups by their headings. */
const TABLE: [group: Text, entries: string][] = [
  [
    text("Often"),
    "👍 thumbsup +1 yes|👎 thumbsdown -1 no|❤️ heart love|😂 joy lol|🎉 tada party|👀 eyes looking|✅ white_check_mark done check|" +
    "❌ x cross|🙏 pray thanks please|🔥 fire hot|🚀 rocket ship launch|💯 100 hundred|👏 clap applause|🙌 raised_hands hooray|" +
    "🤔 thinking hmm|😅 sweat_smile phew|👋 wave hello bye|💪 muscle strong|🤝 handshake deal|🫡 salute",
  ],
  [
    text("Faces"),
    "😀 grinning|😄 smile happy|😁 grin|🙂 slightly_smiling_face|🙃 upside_down_face|😉 wink|😊 blush|😇 innocent angel|" +
    "🥰 smiling_face_with_hearts|😍 heart_eyes|🤩 star_struck|😘 kissing_heart|😋 yum|😜 stuck_out_tongue_winking_eye|🤪 zany_face|" +
    "🤗 hugs|🤭 hand_over_mouth|🤫 shushing_face quiet|🤐 zipper_mouth|😐 neutral_face|😏 smirk|🙄 roll_eyes|😬 grimacing|" +
    "😌 relieved|😔 pensive|😴 sleeping tired|😷 mask|🤒 face_with_thermometer sick|🤯 exploding_head|🥳 partying_face|😎 sunglasses cool|" +
    "🤓 nerd_face|🧐 monocle_face|😕 confused|🙁 slightly_frowning_face|😮 open_mouth|😲 astonished|🥺 pleading_face|😢 cry sad|" +
    "😭 sob|😱 scream|😤 triumph|😡 rage angry|🤬 cursing_face|💀 skull dead|💩 poop|🤖 robot bot|👻 ghost|🤷 shrug|🤦 facepalm|" +
    "🫠 melting_face|🫣 peeking",
  ],
  [
    text("People and nature"),
    "👌 ok_hand|✌️ v peace|🤞 crossed_fingers luck|👉 point_right|👈 point_left|👆 point_up|👇 point_down|✋ raised_hand stop|👊 fist|" +
    "✍️ writing_hand|🧠 brain|👶 baby|🧑‍💻 technologist developer|🕵️ detective|🦸 superhero|🏃 runner running|🐶 dog|🐱 cat|🐭 mouse|🦊 fox|" +
    "🐻 bear|🐼 panda|🐸 frog|🐵 monkey|🙈 see_no_evil|🦆 duck|🦉 owl|🐝 bee|🦋 butterfly|🐢 turtle|🐙 octopus|🦀 crab rust|🐳 whale docker|" +
    "🦕 sauropod deno|🌱 seedling|🌳 tree|🌵 cactus|🍀 four_leaf_clover|🌸 cherry_blossom|🌈 rainbow|☀️ sunny sun|⛅ partly_sunny|🌧️ rain|" +
    "⛈️ storm|❄️ snowflake cold|🌊 ocean wave_water|⚡ zap lightning|🌍 earth world",
  ],
  [
    text("Food and things"),
    "☕ coffee|🍵 tea|🍺 beer|🍷 wine|🍾 champagne|🍕 pizza|🍔 burger|🍟 fries|🌮 taco|🍣 sushi|🍰 cake|🎂 birthday|🍪 cookie|🍎 apple|" +
    "🍌 banana|🥑 avocado|🥐 croissant|⚽ soccer|🏆 trophy win|🥇 first_place|🎯 dart target|🎮 video_game|🎲 game_die|🎸 guitar|🎵 musical_note|" +
    "🎁 gift|🎈 balloon|🏖️ beach vacation holiday|✈️ airplane travel|🚗 car|🚲 bike|🚂 train|🏠 house home|🏢 office|💻 computer laptop|⌨️ keyboard|" +
    "📱 phone mobile|☎️ telephone|📷 camera|💡 bulb idea|🔦 flashlight|📌 pushpin pin|📎 paperclip|📝 memo note|📚 books|📖 book|📦 package|" +
    "📧 email|📅 calendar|📈 chart_up|📉 chart_down|📊 bar_chart|🔍 mag search|🔑 key|🔒 lock|🔓 unlock|🔧 wrench|🔨 hammer|⚙️ gear settings|" +
    "🧪 test_tube experiment|🧹 broom cleanup|🗑️ wastebasket trash|💰 moneybag|⏰ alarm_clock|⏳ hourglass wait|🔔 bell|🔕 no_bell|🐛 bug",
  ],
  [
    text("Signs"),
    "⭐ star|🌟 star2|✨ sparkles new_feature|💥 boom|💬 speech_balloon|💭 thought_balloon|💤 zzz|❓ question|❗ exclamation|⚠️ warning|🚨 rotating_light alert|" +
    "⛔ no_entry|🚫 prohibited|🛑 stop_sign|♻️ recycle|✔️ heavy_check_mark|➕ plus|➖ minus|➡️ arrow_right|⬅️ arrow_left|⬆️ arrow_up|⬇️ arrow_down|" +
    "🔁 repeat retry|🆕 new|🆗 ok|🔴 red_circle|🟠 orange_circle|🟡 yellow_circle|🟢 green_circle|🔵 blue_circle|🟣 purple_circle|⚫ black_circle|" +
    "⚪ white_circle|🏁 checkered_flag finish|🚩 triangular_flag|💙 blue_heart|💚 green_heart|💛 yellow_heart|🧡 orange_heart|💜 purple_heart|🖤 black_heart|💔 broken_heart",
  ],
];

export const EMOJI: { group: Text; items: NamedEmoji[] }[] = TABLE.map(([group, entries]) => ({
  group,
  items: entries.split("|").map((entry) => {
    const [emoji = "", ...names] = entry.split(" ");
    return { emoji, names };
  }),
}));

const ALL = EMOJI.flatMap(({ items }) => items);
const BY_NAME = new Map(ALL.flatMap(({ emoji, names }) => names.map((name) => [name, emoji] as const)));

/** The character of a name, without colons. */
export function emojiNamed(name: string): string | undefined {
  return BY_NAME.get(name);
}

/** Emoji of which a name holds a text; those that begin with it first. */
export function findEmoji(text: string, limit: number): NamedEmoji[] {
  const begins = (each: NamedEmoji) => each.names.some((name) => name.startsWith(text));
  const found = ALL.filter((each) => each.names.some((name) => name.includes(text)));
  return [...found.filter(begins), ...found.filter((each) => !begins(each))].slice(0, limit);
}
