// The marks of one sheet, as they stand on this device = what the server has said + what the outbox still holds; and
// changing them, step by step, so that each step can be undone. Belongs here: which marks. What is on screen is sheet.js.

class Marks {
  constructor(outbox) {
    this.outbox = outbox;
    this.roster = []; // as the server has said
    this.topics = [];
    this.history = new History();
    this.acknowledged = new Map(); // the marks that were saved from here, with the version that they got
    this.learned = 0; // how often that happened
    this.remembered = new Map(); // topics of a student who was tapped absent by mistake
  }

  read({ roster, topics }) {
    this.roster = roster;
    this.topics = topics;
  }

  student(studentId) {
    return this.roster.find((student) => student.student_id === studentId);
  }

  saved(studentId) {
    return this.student(studentId)?.attendance || null;
  }

  // The mark as it stands on this device; one without a status is being taken back.
  effective(studentId, unsent = this.outbox.unsent()) {
    const waiting = unsent.find((mark) => mark.student_id === studentId);
    if (waiting) return waiting.attendance_status ? waiting : null;
    return this.saved(studentId);
  }

  present() {
    const unsent = this.outbox.unsent();
    return marksOfPresent(this.roster, (studentId) => this.effective(studentId, unsent));
  }

  classTopics() {
    const chosen = new Set(this.outbox.forAll().topics);
    const unsent = this.outbox.unsent();
    for (const student of this.roster) {
      for (const topic of this.effective(student.student_id, unsent)?.topics || []) chosen.add(topic.topic_id);
    }
    return this.topics.filter((topic) => chosen.has(topic.id));
  }

  // Everything that one tap changes, as one step that can be undone: marks, and what is remembered of the whole class.
  act(what, marks, { forAll = {}, delay, writing } = {}) {
    const unsent = this.outbox.unsent();
    const before = this.outbox.forAll();
    const isForAll = Object.keys(forAll).length > 0;
    this.history.add({
      what,
      writing,
      before: new Map(marks.map(({ student_id: id }) => [id, this.effective(id, unsent)])),
      after: new Map(marks.map((mark) => [mark.student_id, mark])),
      forAll: isForAll ? { before, after: { ...before, ...forAll } } : null,
    });
    if (marks.length) this.outbox.put(marks, delay);
    if (isForAll) this.outbox.rememberForAll(forAll);
  }

  // Changes one student's mark; whoever has none gets what is set for the class first.
  change(what, student, changes, options = {}) {
    const now = this.effective(student.student_id);
    const forAll = now ? {} : this.following([student.student_id]);
    this.act(what, [this.changed(student, now, changes)], { ...options, forAll: { ...forAll, ...options.forAll } });
  }

  // The last step backwards, as a change of its own. Says what was undone, in words, and whether all of it: what somebody
  // else has changed since stays. Null when there is nothing to undo.
  undo() {
    const step = this.history.take();
    if (!step) return null;
    const own = [...step.after].filter(([id, after]) => this.isAsLeft(id, after)).map(([id]) => id);
    if (own.length) this.outbox.put(own.map((id) => this.markBefore(id, step.before.get(id))));
    if (step.forAll) this.outbox.rememberForAll(forAllBefore(step.forAll, this.outbox.forAll()));
    return { what: step.what, isAnything: own.length > 0 || !step.after.size, isAll: own.length === step.after.size };
  }

  isAsLeft(studentId, after) {
    const unsent = this.outbox.unsent();
    if (areSame(this.effective(studentId, unsent), after)) return true;
    // What the server has made of it (late by the check-in) is as it was left, until somebody changes it.
    const left = this.acknowledged.get(studentId);
    const isUnsent = unsent.some((mark) => mark.student_id === studentId);
    return !isUnsent && left?.version === this.saved(studentId)?.version && areSame(left?.mark, after);
  }

  markBefore(studentId, before) {
    if (!before) {
      this.remembered.delete(studentId);
      return { student_id: studentId, attendance_status: null };
    }
    return this.changed({ student_id: studentId }, before, {});
  }

  // The mark of a student as it is `now`, changed.
  changed(student, now, changes, topics = now ? now.topics : this.freshTopics()) {
    const mark = {
      student_id: student.student_id,
      attendance_status: now?.attendance_status || "present",
      minutes_late: now?.minutes_late ?? null,
      topics: topics.map(({ topic_id, understanding }) => ({ topic_id, understanding: understanding ?? null })),
      faculty_notes: now?.faculty_notes ?? null,
      // A mark is saved as a whole: what this sheet does not show is handed back as it was.
      check_in_time: now?.check_in_time ?? null,
      check_out_time: now?.check_out_time ?? null,
      next_session_prep: now?.next_session_prep ?? null,
      ...changes,
    };
    if (mark.attendance_status !== "late") mark.minutes_late = null;
    return mark;
  }

  freshTopics() {
    const { level } = this.outbox.forAll();
    return this.classTopics().map((topic) => ({ topic_id: topic.id, understanding: level }));
  }

  // To be remembered when these students get what is set for the whole class.
  following(studentIds) {
    const { level, followers } = this.outbox.forAll();
    if (level === null) return {};
    const topics = this.classTopics();
    const keys = studentIds.flatMap((id) => topics.map((topic) => follower(id, topic.id)));
    return { followers: [...new Set([...followers, ...keys])] };
  }

  changedMarks(changed) {
    return changed.map(({ student, mark, topics }) => this.changed(student, mark, {}, topics));
  }

  // What was sent is now what the server has. Gives the ids of the students.
  learn(sent, saved) {
    this.learned += 1;
    const marks = new Map(sent.map((mark) => [mark.student_id, mark]));
    const known = saved.filter(({ student_id: id }) => marks.has(id) && this.student(id));
    for (const { student_id: id, attendance_id: attendanceId, version } of known) {
      // Taken back, there is none.
      this.student(id).attendance = attendanceId === null ? null : { ...marks.get(id), id: attendanceId, version };
      this.acknowledged.set(id, { mark: marks.get(id), version });
    }
    return known.map(({ student_id: id }) => id);
  }
}
