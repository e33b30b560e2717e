/**
 * The shapes of what the page embeds (see `graph/view/collect.py`) and of what the scripts pass around.
 *
 * @typedef {"alleges"|"denies"|"doubts"|"backs"|"withdraws"|"decides"|"declines"|"criticises"|"states"} Does
 * @typedef {{name: string, says: string, does: Does, own: boolean, accuses: boolean, look: import("./graph/palette.js").Look}} Act
 * @typedef {{text?: string, lang?: string}} Wording
 * @typedef {{words?: string, scale?: string, grade?: string, value?: number, low?: number, high?: number}} Confidence
 *
 * @typedef {object} ViewNode
 * @property {string} id
 * @property {"actor"|"incident"} type
 * @property {string} kind
 * @property {string} label
 * @property {string[]} names
 * @property {number} degree
 * @property {boolean} shown      whether it is among those that the view starts with
 * @property {number} column
 * @property {number} x
 * @property {number} y
 * @property {number} lx
 * @property {number} ly
 * @property {Wording} [description]
 * @property {string[]} [partOf]
 * @property {string[]} [speaksFor]
 * @property {string[]} [counted]   whose words are drawn as its own
 * @property {string[]} [victims]
 * @property {string[]} [when]     of an incident: when it began and ended, as precise as it is known (EDTF)
 * @property {[string, string]} [days]  of an incident: the first and last day that it may have been; empty where open
 * @property {string} [dataset]
 * @property {string} [wikidata]
 *
 * @typedef {{by: [string, ""|"part"|"voice"][], more: number, order: ("before"|"after")[]}} Denial  by whom it was denied, how the accused
 *   belongs to them, how many others did; whether before or after the accusation
 *
 * @typedef {{section?: string, paragraph?: number, start?: number, end?: number}} Place
 *
 * @typedef {object} ViewClaim
 * @property {string} id
 * @property {string} act
 * @property {import("./graph/palette.js").Look} [look]  where it is not that of the act
 * @property {boolean} [blames]   whether the speaker blames somebody else
 * @property {string[]} speakers
 * @property {string} sentence
 * @property {{through?: string[], toldBy?: string[], ownView?: boolean, form?: string}} [voice]  how the words came from the speaker
 * @property {string} [condition]
 * @property {string} [outcome]   of a finding, a key of the words for outcomes
 * @property {{text: string, translated?: boolean}} [quote]
 * @property {boolean} [retracted]  whether all its sources were taken back
 * @property {string} dateWords
 * @property {string} [date]
 * @property {[string, string]} [days]  the first and last day that the date may be, where it is no day; empty where open
 * @property {string} [public]    the day by which it was certainly public
 * @property {string} [publicDate]  when it became public, where that is another day (EDTF)
 * @property {string[]} [accused]
 * @property {string[]} [about]
 * @property {string} [incident]
 * @property {string[]} [against]
 * @property {string[]} [denies]    the allegations that a denial covers
 * @property {string[]} [respondsTo]
 * @property {string[]} [challenges]
 * @property {string[]} [endorses]
 * @property {string[]} [withdraws]
 * @property {boolean} [withdrawn]                   by all that is recorded
 * @property {[string, boolean][]} [takenBack]       since when it was withdrawn, or no more
 * @property {string} [replacedBy]
 * @property {string[]} [sources]
 * @property {Place[]} [places]  where in the sources
 * @property {Confidence} [confidence]
 * @property {Confidence} [likelihood]
 * @property {string[]} [evidence]
 * @property {Wording} [summary]
 * @property {string} [quantity]
 * @property {string} [dataset]
 * @property {boolean} [coder]    whether it is a coder's own, and not a speaker's whom a data set quotes
 *
 * @typedef {object} Allegation
 * @property {string} id
 * @property {string} accused
 * @property {string} incident
 * @property {string} role
 * @property {string} sentence
 * @property {string} status
 * @property {string[]} [excludes]
 * @property {Denial} [denied]
 * @property {[string, string, Denial|null][]} [history]  since when, the status, and by whom it was denied
 * @property {{outlets: number, roots: number, low: number, high: number}} [origins]
 * @property {boolean} [unanswered]  whether the accused never answered what somebody says
 *
 * @typedef {{id: string, title: Wording, gloss?: Wording, retracted?: string, publisher?: string, date?: string, dateWords: string, url?: string, language?: string}} Source
 * @typedef {{id: string, label: string, summary?: Wording, heldBy?: string, disclosed?: boolean}} Evidence
 * @typedef {{id: number, from: string, to: string, claim?: string, allegation?: string}} ViewEdge
 *
 * @typedef {object} ViewData
 * @property {string} title
 * @property {string} base
 * @property {string|null} asOf
 * @property {string} remark   what else the reader has to know of the data; mostly nothing
 * @property {string|null} focus
 * @property {Picture|null} [picture]  that the page opens with; null: what suits
 * @property {{nodes: number, of: number}} showing
 * @property {number} [limit]     how many nodes the graph draws; 0: all
 * @property {string|null} [lang] the language that was asked for
 * @property {Record<string, Act>} acts
 * @property {Record<string, {id: string, label: string}>} states  the states that actors count as, by the actors
 * @property {ViewNode[]} nodes
 * @property {ViewEdge[]} edges
 * @property {ViewClaim[]} claims
 * @property {Allegation[]} allegations
 * @property {Record<string, Source>|Source[]} sources
 * @property {Record<string, Evidence>|Evidence[]} evidence
 * @property {string[]} datasets
 *
 * @typedef {object} Link         a line of the drawing: a claim, or an allegation
 * @property {number} id
 * @property {ViewNode} from
 * @property {ViewNode} to
 * @property {ViewClaim|null} claim
 * @property {Allegation|null} allegation
 *
 * @typedef {object} Model
 * @property {ViewData} data
 * @property {Map<string, ViewNode>} nodes
 * @property {Map<string, ViewClaim>} claims        in order of date
 * @property {Map<string, Allegation>} allegations
 * @property {Map<string, Source>} sources
 * @property {Map<string, Evidence>} evidence
 * @property {Link[]} links
 * @property {Map<string, Link[]>} linksOf          by node
 * @property {Map<string, ViewClaim[]>} answers     by claim: those that respond to, doubt, back or take it back
 * @property {Map<string, ViewClaim[]>} claimsAbout by allegation, in order of date
 * @property {Map<string, Allegation[]>} allegationsOf by claim
 * @property {Map<string, string[]>} incidentsOf    by claim
 * @property {Map<string, string>} incidentNames    what to call an incident where several are listed
 *
 * @typedef {"board"|"flow"|"matrix"|"timeline"|"graph"|"table"} Picture
 *
 * @typedef {object} State
 * @property {Picture|""} picture     empty: what suits the rest
 * @property {string|null} node
 * @property {string|null} claim
 * @property {string|null} allegation
 * @property {string[]} claims          several that were chosen together
 * @property {string|null} until      null: everything, also what has no date
 * @property {string[]} hide          kinds of claim, and "allegation"
 * @property {string} incident
 * @property {string} dataset
 * @property {string} status
 * @property {"free"|"sides"} layout
 * @property {string} near            the node of which the graph shows the neighbourhood alone
 * @property {string} from            of a path of blame
 * @property {string} to
 * @property {string[]} open          nodes drawn beyond those that the budget allows
 * @property {boolean} all            draw every node
 * @property {boolean} fold           agencies as their states, in the matrix
 * @property {string} sort            column of the table; with a minus: downwards
 * @property {string} find            what rows of the table hold
 * @property {string} zoom            of the graph: x, y and scale; empty: fitted
 *
 * @typedef {object} Scene            what of the model is to be seen in a state
 * @property {ViewClaim[]} claims     those that pass the filters, in order of date
 * @property {Allegation[]} allegations   those that pass
 * @property {Set<string>} contested  claims about an allegation that is contested
 * @property {Set<string>} withdrawn  claims that their speaker has taken back
 *
 * @typedef {object} Drawn            what of a scene the graph draws
 * @property {Set<string>} nodes
 * @property {number} total           how many nodes pass the filters
 * @property {Line[]} lines
 * @property {Map<string, number>} closed  by node: lines to nodes that are not drawn
 *
 * @typedef {object} Line             claims of one kind by one actor about another, or an allegation
 * @property {ViewNode} from
 * @property {ViewNode} to
 * @property {ViewClaim|null} claim        the first
 * @property {ViewClaim[]} claims
 * @property {Allegation|null} allegation
 *
 * @typedef {{x: number, y: number}} Point
 * @typedef {[Point, Point, Point, Point]} Cubic      a Bézier curve
 * @typedef {{line: Line, curve: Cubic, target: Line|null}} Stroke   target: the line that it ends on
 *
 * @typedef {"step"|"glide"|"back"} How   one step that "back" undoes; one of many, as of a slider; what "back" did
 *
 * @typedef {object} Store
 * @property {() => State} get
 * @property {(change: Partial<State>, how?: How) => void} set
 * @property {(listener: (state: State, before: State, how: How) => void) => void} subscribe
 */
export {};
