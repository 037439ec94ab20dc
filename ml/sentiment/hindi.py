"""Romanised Hindi in comments: each word or phrase with the English one that weighs the same.

Turning it into English words lets one set of rules (negation, intensifiers, "but") serve mixed sentences such as "sir
accha padhate hai but lab mein PC bahut slow hai". Spelling is free in romanised Hindi, so words are compared by sound
(`sound`). Not here: Devanagari, grammar beyond negation, which stands after its word ("accha nahi").
"""

import re
from typing import Final

# Words that no English sentence holds: one of them and a comment counts as Hindi or mixed.
_MARKERS = (
    "hai hain tha thi nahi nahin nhi bahut bohot bohat bhot lekin magar kyunki mein mai hum hume humko "
    "mujhe aap unka unki kuch kuchh koi sab sabhi kabhi hamesha accha achha acchi acche achhe padhate "
    "padhata padhati padhai samajh samjhate samjhata samjhati samjhaya karte karta karti karna karwate "
    "kar raha rahe rahi rha rhe bhi aur toh wala wale wali chahiye gaya gayi hota hoti hote hoga "
    "bilkul thoda thodi kaafi kafi zyada jyada itna itni ekdum maza mazaa dikkat bekar bakwas badhiya "
    "mushkil aasan asaan jaldi dheere paisa paise"
)

# Where "not" stands is turned round before it is written in English.
_NOT: Final = "NAHI"

_WORDS: Final = {
    # what negates, strengthens, weakens and contrasts
    "nahi nahin nhi nai nahee": _NOT,
    "kabhi": "ever",
    "bahut bohot bohat bhot bahot": "very",
    "bilkul ekdum ekdam": "absolutely",
    "kaafi kafi": "really",
    "itna itni itne": "so",
    "thoda thodi thode": "slightly",
    "lekin magar": "but",
    "aur": "and",
    "hai hain he h": "is",
    "tha thi the": "was",
    "bina": "without",
    # praise
    "accha achha acha acchi achhi achi acche achhe ache": "good",
    "badhiya badiya badhia": "great",
    "mast jhakaas zabardast jabardast lajawab kamaal shandar shaandar gazab": "awesome",
    "behtareen behtarin": "excellent",
    "sundar": "nice",
    "pyara pyare pyari": "lovely",
    "khush khushi": "happy",
    "santusht": "satisfied",
    "maza mazaa mazedar mazedaar majedar": "fun",
    "madad madadgar": "helpful",
    "aasan asaan aasaan asan saral": "easy",
    "sahi theek thik": "fine",
    "saaf": "clean",
    "samajhdar": "understanding",
    "faydemand fayda faayda": "useful",
    "dhanyavaad shukriya": "thanks",
    "pasand": "enjoyed",
    "sabse": "most",
    "behtar": "better",
    # complaint
    "kharab kharaab": "bad",
    "bura buri bure": "bad",
    "ghatiya wahiyat": "terrible",
    "bakwas bakwaas": "rubbish",
    "bekar bekaar faltu faaltu": "useless",
    "ganda gandi gande": "dirty",
    "mushkil kathin": "difficult",
    "dikkat dikkatein pareshani takleef taklif samasya": "trouble",
    "pareshan": "annoyed",
    "gussa": "angry",
    "badtameez badtamiz": "rude",
    "mehnga mehenga mahanga mehngi": "expensive",
    "dheere dhire dheema": "slow",
    "boriyat": "boring",
    "barbaad barbad": "wasted",
    "nuksan nuksaan": "harmful",
    "dhokha thagi": "cheating",
    "kami": "lacking",
    "galat": "wrong",
    "nirash nirasha niraash": "disappointed",
    "purana purane purani": "outdated",
    "garmi": "uncomfortable",
    "bheed": "crowded",
    "shor": "noisy",
    "bekaari": "useless",
}

# Tried before single words, over the sound of what was written.
_PHRASES: Final = (
    (r"samajh\w* (?:me|mein|mai)? ?(?:kuch )?(?:bhi )?(?:nahi|nahin|nhi) aa?\w*", "can't understand"),
    (r"(?:kuch|kuchh) (?:bhi )?(?:samajh )?(?:nahi|nahin|nhi) (?:samajh|samjh|aa?t|aa?y)\w*", "can't understand"),
    (r"(?:nahi|nahin|nhi) samjh?\w*", "doesn't explain"),
    (r"samjha?\w* (?:nahi|nahin|nhi)", "doesn't explain"),
    (r"(?:accha|achha|achhe|acche|acha|ache|achi) (?:se )?(?:se )?samjha\w*", "explains well"),
    (r"(?:accha|achha|achhe|acche|acha|ache|achi) (?:se )?padha\w*", "teaches well"),
    (r"(?:jaldi|jldi)[ -](?:jaldi|jldi)", "too fast"),
    (r"(?:bahut|bohot|itna|itni|kaafi|zyada|jyada) (?:hi )?(?:tez|tej|jaldi|fast)", "too fast"),
    (r"(?:zyada|jyada|jada) (?:hi )?(?:hai|hain|h|hota|lagta)", "too much"),
    (r"(?:bahut|bohot) (?:zyada|jyada|jada)", "too much"),
    (r"(?:bahut|bohot|kaafi|itna|itne|itni) kam", "not enough"),
    (r"kam (?:hai|hain|h|hota|hoti|the|tha)", "not enough"),
    (r"(?:time|paisa|paise|samay) (?:ki |ka )?(?:barbaad|barbad|waste)\w*", "waste of time"),
    (r"(?:maza|mazaa|maja) (?:nahi|nahin|nhi) a\w*", "not interesting"),
    (r"(?:maza|mazaa|maja) (?:bhi )?(?:aa?ya|aa?ta|aa? ga?ya?)\w*", "really enjoyed"),
    (r"(?:kaam|kam|chalt\w*|chal) (?:nahi|nahin|nhi) (?:kar|chal|rah|rha)?\w*", "not working"),
    (r"(?:nahi|nahin|nhi) chal\w*", "not working"),
    (r"(?:kuch|kuchh) (?:bhi )?(?:nahi|nahin|nhi) (?:sikh|seekh)\w*", "learned nothing"),
    (r"(?:bahut|bohot|kaafi) (?:kuch|kuchh)? ?(?:sikh|seekh)\w*", "learned a lot"),
    (r"(?:hona|karna|milna|dena|hone|milni|honi) (?:chahiye|chaiye|chahie)", "should have been"),
    (r"(?:samajh|samaj) (?:me|mein|mai)? ?(?:aa?|a) ?(?:jata|jati|gaya|gya|ya|ta|ti)\w*", "easy to understand"),
    (r"(?:hamesha|roz|daily) (?:late|der)\w*", "always late"),
    (r"(?:der|late) se (?:aa?t|aa?y|shuru)\w*", "comes late"),
    (r"(?:dhyan|dhyaan) (?:nahi|nahin|nhi) (?:de|det|diy)\w*", "doesn't care"),
    (r"(?:dobara|phir) (?:kabhi )?(?:nahi|nahin|nhi)", "never again"),
)  # fmt: skip

_LONG = re.compile(r"([a-z])\1+")
_WORD = re.compile(r"[A-Za-z']+")
_NEGATED = re.compile(rf"\b(\w+)\s+{_NOT}\b")
# English words that sound like one of the above: left alone whatever the comment is written in.
_ENGLISH = frozenset(
    ("the", "he", "h", "main", "bad", "are", "so", "is", "as", "me", "to", "do", "a", "i", "hot", "sir", "for")
)


def sound(word: str) -> str:
    """The word as it is spoken: spellings of the same Hindi word fall together ("bahuut", "achchha")."""
    spoken = _LONG.sub(r"\1", word.lower().replace("chch", "ch").replace("chh", "ch").replace("cch", "ch"))
    for written, said in (("ee", "i"), ("oo", "u"), ("w", "v"), ("z", "j"), ("ph", "f"), ("ain", "ai"), ("ein", "e")):
        spoken = spoken.replace(written, said)
    return spoken


_MARKER_SOUNDS: Final = frozenset(sound(word) for word in _MARKERS.split())
_BY_SOUND: Final = {sound(word): english for words, english in _WORDS.items() for word in words.split()}
_PATTERNS: Final = tuple((re.compile(rf"\b{pattern}\b", re.IGNORECASE), english) for pattern, english in _PHRASES)


def is_hindi(text: str) -> bool:
    """Whether a comment is romanised Hindi or mixed: it holds two of the commonest words, or one in a short comment."""
    words = _WORD.findall(text)
    found = sum(sound(word) in _MARKER_SOUNDS and word.lower() not in _ENGLISH for word in words)
    return found >= 2 or (found == 1 and len(words) <= 6)


def in_english(text: str) -> str:
    """The comment with Hindi words replaced by English ones of the same weight; an English comment stays as it is."""
    if not is_hindi(text):
        return text
    for pattern, english in _PATTERNS:
        text = pattern.sub(english, text)
    text = _WORD.sub(lambda found: _english(found.group()), text)
    # In Hindi "not" follows what it negates.
    return _NEGATED.sub(r"not \1", text).replace(_NOT, "not")


def _english(word: str) -> str:
    return word if word.lower() in _ENGLISH else _BY_SOUND.get(sound(word), word)
