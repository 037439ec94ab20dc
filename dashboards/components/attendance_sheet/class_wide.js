// What is set for the whole class at once: which marks it changes. What was set for somebody alone stays, unless it is
// asked for. Belongs here: functions from marks to marks. Which of them are saved is sheet.js.
//
// `forAll`, kept on this device: `topics` chosen before anybody was marked, the `level` of understanding for everybody,
// and its `followers`, "student.topic" of each understanding that came with it and not for that student alone.

const NOTHING_FOR_ALL = { topics: [], level: null, followers: [] };

function follower(studentId, topicId) {
  return `${studentId}.${topicId}`;
}

function isOwnLevel(mark, topic, followers) {
  return topic.understanding != null && !followers.has(follower(mark.student_id, topic.topic_id));
}

// Those who are there and marked so, each with the student's id in the mark.
function marksOfPresent(roster, effective) {
  return roster
    .map((student) => ({ student, mark: effective(student.student_id) }))
    .filter(({ mark }) => mark && mark.attendance_status !== "absent")
    .map(({ student, mark }) => ({ student, mark: { ...mark, student_id: student.student_id } }));
}

// The same understanding for everybody who is there; null takes away what came with an earlier one.
function levelForEverybody(present, forAll, level, { isOwnToo = false } = {}) {
  const followers = new Set(forAll.followers);
  const changed = [];
  for (const { student, mark } of present) {
    const topics = mark.topics.map((topic) => {
      if (!isOwnToo && isOwnLevel(mark, topic, followers)) return topic;
      followers.add(follower(mark.student_id, topic.topic_id));
      return { ...topic, understanding: level };
    });
    if (topics.some((topic, place) => (mark.topics[place].understanding ?? null) !== topic.understanding)) {
      changed.push({ student, mark, topics });
    }
  }
  return { changed, forAll: { level, followers: level === null ? [] : [...followers] } };
}

// How many keep an understanding of their own that is another one.
function ownLevelCount(present, { level, followers }) {
  const known = new Set(followers);
  const isOther = (mark) => mark.topics.some((topic) => isOwnLevel(mark, topic, known) && topic.understanding !== level);
  return level === null ? 0 : present.filter(({ mark }) => isOther(mark)).length;
}

// One more topic for everybody who is there. Whoever has a level of her own gets none for it.
function topicForEverybody(present, forAll, topicId) {
  const followers = new Set(forAll.followers);
  const changed = [];
  for (const { student, mark } of present) {
    const without = mark.topics.filter((topic) => topic.topic_id !== topicId);
    const follows = forAll.level !== null && !without.some((topic) => isOwnLevel(mark, topic, followers));
    if (follows) followers.add(follower(mark.student_id, topicId));
    changed.push({ student, mark, topics: [...without, { topic_id: topicId, understanding: follows ? forAll.level : null }] });
  }
  return { changed, kept: 0, forAll: { topics: [...forAll.topics, topicId], followers: [...followers] } };
}

// One topic less. Whoever has a level of her own for it keeps it: `kept` is how many.
function topicForNobody(present, forAll, topicId, { isOwnToo = false } = {}) {
  const followers = new Set(forAll.followers);
  const changed = [];
  let kept = 0;
  for (const { student, mark } of present) {
    const there = mark.topics.find((topic) => topic.topic_id === topicId);
    if (!there) continue;
    if (!isOwnToo && isOwnLevel(mark, there, followers)) kept += 1;
    else changed.push({ student, mark, topics: mark.topics.filter((topic) => topic !== there) });
  }
  const isOfTopic = (key) => key.endsWith(`.${topicId}`);
  const topics = forAll.topics.filter((id) => id !== topicId);
  return { changed, kept, forAll: { topics, followers: forAll.followers.filter((key) => !isOfTopic(key)) } };
}
