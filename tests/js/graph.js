/** A small graph: the FBI names North Korea, which denies, and Norse doubts; the White House repeats it on no known day. */

const node = (id, type, more = {}) => ({
  id, type, kind: "group", label: id, names: [id], degree: 1, shown: true, column: 0, x: 0, y: 0, lx: 0, ly: 0, ...more,
});

const claim = (id, act, speaker, more = {}) => ({
  id, act, speakers: [speaker], blames: act === "attribution", sentence: `${speaker} ${act}`, dateWords: "", ...more,
});

export function graph() {
  return {
    title: "Test", base: "", asOf: null, remark: "", focus: null, limit: 0, showing: { nodes: 5, of: 6 },
    nodes: [
      node("fbi", "actor", { x: -200 }),
      node("nk", "actor", { label: "North Korea", names: ["North Korea", "Nordkorea", "조선민주주의인민공화국", "Corée du Nord"], x: 200, degree: 4 }),
      node("norse", "actor", { y: 200 }),
      node("spe", "incident", { x: 400 }),
      node("white-house", "actor", { y: -200 }),
      node("far", "actor", { shown: false, y: 400 }),
    ],
    acts: {
      attribution: { name: "Attribution", says: "", does: "alleges", own: false, accuses: true, look: "attribution" },
      denial: { name: "Denial", says: "", does: "denies", own: true, accuses: false, look: "denial" },
      challenge: { name: "Challenge", says: "", does: "doubts", own: false, accuses: false, look: "challenge" },
    },
    edges: [
      { id: 0, from: "fbi", to: "nk", claim: "fbi-nk" },
      { id: 1, from: "nk", to: "nk", claim: "denial" },
      { id: 2, from: "norse", to: "nk", claim: "doubt" },
      { id: 3, from: "white-house", to: "nk", claim: "undated" },
      { id: 4, from: "nk", to: "spe", allegation: "nk-did" },
      { id: 5, from: "far", to: "fbi", claim: "far-fbi" },
    ],
    claims: [
      claim("doubt", "challenge", "norse", { against: ["fbi-nk"], challenges: ["fbi-nk"], public: "2014-12-27" }),
      claim("fbi-nk", "attribution", "fbi", { about: ["nk-did"], accused: ["nk"], incident: "spe", public: "2014-12-19" }),
      claim("denial", "denial", "nk", { about: ["nk-did"], against: ["fbi-nk"], respondsTo: ["fbi-nk"], incident: "spe", public: "2014-12-20" }),
      claim("undated", "attribution", "white-house", { about: ["nk-did"], incident: "spe" }),
      claim("far-fbi", "attribution", "far", { public: "2014-12-27", dataset: "other" }),
    ],
    allegations: [
      {
        id: "nk-did", accused: "nk", incident: "spe", role: "carried-out", sentence: "that North Korea carried out spe",
        status: "denied and contested",
        denied: "by North Korea; its ministry, after the accusation",
        history: [
          ["2014-12-19", "uncontested", ""],
          ["2014-12-20", "denied", "by North Korea, after the accusation"],
          ["2014-12-27", "denied and contested", "by North Korea, after the accusation"],
        ],
      },
    ],
    sources: {}, evidence: {}, datasets: [],
  };
}
