"""English words and phrases of courses, teachers and machine rooms: what a general lexicon does not know, or misreads.

VADER's lexicon comes from short messages: it takes "practice problems" for trouble, "extra credit" for praise, and
knows neither "disorganised" nor "goes too fast". Values are on its scale, -4 to 4. Not here: romanised Hindi
(`hindi.py`), how values add up (`lexicon.py`).
"""

from collections.abc import Mapping
from typing import Final


def _values(table: Mapping[float, str], separator: str | None) -> dict[str, float]:
    return {word.strip(): value for value, words in table.items() for word in words.split(separator) if word.strip()}


def _plain(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that only name things in a course or on a computer, or only hold a sentence together.
PLAIN: Final = _plain(
    "abort aborted argument arguments attack attacks authority award bug bugs certain challenge "
    "challenges chance chances class credit credits critical cut cuts debug default defaults demand "
    "determine determined difference drop dropped easel engage error errors exception exceptions "
    "execute executed execution fair false fault faults fire focus focused force free freedom grade "
    "grand hack hacker hacking hand hope hoping importance important intelligence interest interests "
    "interrupt kill killed like lost matter matters mistake mistakes natural no number object objects "
    "ok okay opportunity pay pressure pretty prevent problem problems proof proper question questions "
    "regard risk risks secure security share shared shares solution solutions solve solved special "
    "strength sure test tests top treat trick true trust value values virus want wanted want war "
    "warning weak well-known wish yes yeah please ready number justice novel novels straight cover "
    "adequate serious seriously surely certainly definitely hell heavy hardware crash kind"
)

WORDS: Final = _values(
    {
        3.0: "amazing awesome brilliant excellent fantastic incredible outstanding phenomenal superb "
        "wonderful best inspiring unmatched",
        2.2: "accommodating amicable approachable captivating caring charismatic dedicated delightful "
        "engaging enlightening enthusiastic entertaining fascinating hilarious insightful "
        "inspirational knowledgeable lovely motivating passionate patient rewarding supportive sweet "
        "sweetheart understanding intriguing chill goat transformative valuable beautiful vibrant",
        1.6: "articulate attentive clear clearly concise considerate cool convenient easygoing enjoyable "
        "fluent friendly fun funny helpful interactive interesting lenient manageable modern nice "
        "organised organized polite practical prepared professional reasonable responsive spacious "
        "structured thorough useful well-organized well-organised well-structured informative relevant "
        "relatable respectful experienced equipped welcoming diverse intelligent humorous doable "
        "worthwhile effective favourite favorite",
        0.9: "easy easier easiest simple straightforward smooth smoothly punctual flexible improved comfortable",
        -0.9: "hard harder difficult tough dry expects lengthy rushed strict tedious tricky vague crowded "
        "outdated slow challenging overcrowded expensive costly lacking inconsistent old-fashioned "
        "noisy",
        -1.7: "abrupt awkward bland biased boring careless chaotic cluttered confused confusing confuses "
        "condescending demotivating disappointing disengaged disorganised disorganized disinterested "
        "dull frustrating frustrated impatient impersonal inaccessible inaccurate inadequate "
        "inconsiderate insufficient irrelevant impossible laggy monotone monotonous mumbles overpriced "
        "overwhelming overworked pointless poor poorly rambles rambling repetitive ridiculous "
        "scattered sarcastic stressful stuck time-consuming tiresome unapproachable unavailable "
        "unclear uncaring unengaging unenthusiastic unfair unfriendly unhelpful uninspiring "
        "uninterested uninteresting unmotivated unorganised unorganized unprepared unprofessional hang "
        "hangs hanging unreasonable unreliable unresponsive unrealistic unstructured mess messy meh "
        "mediocre subpar lacks lacked lack flawed dated picky unnecessary unnecessarily excessive "
        "excessively busywork crappy",
        -2.6: "arrogant rubbish avoid awful disrespectful garbage hate hated horrible incompetent insulting "
        "joke mean nightmare pathetic regret rude sucks sucked sucky terrible trash useless waste "
        "wasted worst worthless ruined ruins torture unacceptable unbearable",
    },
    None,
)

# Longest first when matched; a phrase stands for one word with this value.
PHRASES: Final = _values(
    {
        2.6: "highly recommend | highly recommended | strongly recommend | would recommend | definitely "
        "recommend | take him | take her | take this class | take this course | must take | take his "
        "class | take her class | learned a lot | learnt a lot | learn a lot | learned so much | "
        "learnt so much | learned alot | knows what he is talking about | knows what she is talking "
        "about | knows his stuff | knows her stuff | one of the best | loved this | love this | love "
        "him | love her | well worth | worth every | second to none | really enjoyed | i enjoyed | "
        "hands down | thumbs up | top notch | made me love | made me like | looked forward | cannot "
        "say enough | can't say enough | the man | the bomb | five stars | two thumbs up",
        1.6: "willing to help | happy to help | always available | wants you to succeed | wants you to do "
        "well | wants students to succeed | cares about | really cares | helps you | helped me | very "
        "helpful | easy to understand | easy to follow | easy to talk to | easy to get | to the point "
        "| straight forward | sense of humor | sense of humour | well organized | well organised | "
        "well structured | well taught | well explained | explains well | teaches well | explains "
        "everything | explains things | makes sure | down to earth | easy a | easy marks | easy grade "
        "| gpa booster | bird course | extra credit | fair grader | easy grader | lenient marker | "
        "hands on | real world | real life | up to date | on time | good pace | right pace | not too "
        "hard | not too difficult | not that hard | not hard | not difficult | not bad | not too bad | "
        "not that bad | no problem | no complaints | no issues | never boring | would take again | "
        "take again | no regrets | you'll be fine | you will be fine | will do well | you'll do well | "
        "pass easily | no doubt | worth it | worth taking | keeps you engaged | keeps you interested | "
        "keeps class interesting | got a job | got placed",
        0.0: "make sure | be sure | for sure | sort of | kind of | kinda | pretty much | a little | if you "
        "like | looks like | seems like | feel like | felt like | feels like | something like | things "
        "like | stuff like | such as | as well as | as well | good luck | do well | did well | to do "
        "well | doing well | no midterm | no exam | no final | no homework | no textbook | practice "
        "problems | problem sets | problem set | word problems | fair amount | fair bit | hard work | "
        "work hard | study hard | critical thinking | computer science | bug fixing | error handling | "
        "free time | free lunch | good grade | good grades | good mark | good marks | want to | wants "
        "to",
        -1.6: "too fast | too slow | too quick | too quickly | too much | too many | too hard | too long | "
        "too difficult | too short | too little | too few | too strict | too theoretical | too basic | "
        "so fast | very fast | so slow | very slow | goes fast | moves fast | way too | not helpful | "
        "not clear | not very clear | not very helpful | not enough | not fair | not useful | not "
        "worth | not good | not great | not interesting | not organized | not organised | not prepared "
        "| not available | not working | does not work | doesn't work | do not work | don't work | "
        "stopped working | never works | hard to understand | hard to follow | hard to hear | hard to "
        "reach | hard to stay awake | hard to read | difficult to understand | difficult to follow | "
        "can't understand | cannot understand | could not understand | couldn't understand | does not "
        "explain | doesn't explain | never explains | don't understand | doesn't care | does not care "
        "| don't care | didn't care | could care less | couldn't care less | a lot of work | lots of "
        "work | so much work | tons of work | lot of homework | heavy workload | a lot of reading | "
        "time consuming | all over the place | off topic | off-topic | goes off | tangents | out of "
        "date | reads off | reads from | reads the slides | reading slides | reading off | read off | "
        "straight from the slides | should have been | should be better | could be better | needs "
        "improvement | need improvement | needs to improve | room for improvement | wish she | wish he "
        "| wish they | if only | instead of | hard grader | tough grader | harsh grader | harsh marker "
        "| grades hard | grades harshly | tricky questions | trick questions | thick accent | heavy "
        "accent | strong accent | monotone voice | puts you to sleep | put me to sleep | fall asleep | "
        "fell asleep | falling asleep | to sleep | never on time | always late | comes late | came "
        "late | no help | no idea | no clue | no sense | makes no sense | make no sense | doesn't make "
        "sense | no feedback | no support | no practice | no practicals | no placement | no internet | "
        "power cut | out of order | poor quality | more practice | more examples | more time | be "
        "prepared to | good luck with | on your own | by yourself | lost marks | takes off marks | "
        "marks off",
        -2.8: "waste of time | waste of money | waste of your | waste your | waste my | wasted my | stay "
        "away | do not take | don't take | dont take | never take | take someone else | take another | "
        "take anyone else | take somebody else | anyone else | anybody else | someone else | run away "
        "| would not recommend | wouldn't recommend | not recommend | don't recommend | do not "
        "recommend | not recommended | cannot recommend | can't recommend | never again | can't teach "
        "| cannot teach | can not teach | doesn't teach | does not teach | don't teach | doesn't know "
        "how to teach | not teach | shouldn't be teaching | should not be teaching | shouldn't teach | "
        "should not teach | should be fired | should retire | needs to retire | teach yourself | teach "
        "myself | taught myself | teaching yourself | learn nothing | learned nothing | learnt nothing "
        "| didn't learn | did not learn | don't learn | learn anything | learned anything | makes no "
        "effort | no effort | stay far | at all costs | at all cost | worst teacher | worst professor "
        "| worst class | worst course | drop the class | drop this class | i dropped | full of himself "
        "| full of herself | rip off | rip-off | money back | save yourself | save your money | you "
        "will fail | you'll fail | everyone failed | thumbs down | talks down | belittles | makes you "
        "feel stupid | makes you feel dumb | feel stupid | feel dumb | zero stars | my worst | the "
        "worst",
    },
    "|",
)
