"""The words by which English says who says so, and how firmly. General vocabulary only: no names, no topics.

The grouping follows Hooper (1975) and Karttunen (1971) on factive verbs, Hyland (1998) on hedges, and the Wikipedia
manual of style's "words to watch"; the lists are ours.
"""

SAY = frozenset(
    "say tell state write report announce add reply answer respond comment describe remark testify cite call refer"
    " speak mention declare explain recall recount characterize characterise relay portray term dub label quote read"
    " inform phrase voice put summarize summarise tweet post continue point blast brief define list record"
    " express outline credit attribute ascribe raise address discuss tie give signal use".split()
)
"""Neutral: they report that something was said, and no more."""

DOUBT = frozenset("claim allege assert contend maintain insist accuse charge suggest speculate purport profess".split())
"""Non-factive: they report a claim, and leave open or doubt that it is true."""

OPINION = frozenset(
    "argue believe think hold suspect fear estimate predict warn forecast expect assess judge reckon conclude view"
    " regard consider see blame fault pin dismiss criticize criticise condemn praise hail defend urge demand request"
    " want propose recommend advise advocate press push back oppose stress emphasize emphasise underline complain"
    " lament promise pledge vow hope ask question wonder raise agree disagree feel deem favor favour appeal counsel"
    " caution count decry denounce deplore thank welcome worry doubt imply hint intimate opine posit reason rate rule"
    " guess calculate project anticipate envision paint frame cast present depict liken compare counter retort object"
    " protest challenge concur plead encourage invite".split()
)
"""Opinion, judgement, request, question: the content is the speaker's, not the world's."""

DENY = frozenset(
    "deny reject dismiss dispute refute rebut contradict disavow disclaim rebuff discount repudiate".split()
)
"""The speaker holds that the content is not so."""

FACTIVE = frozenset(
    "reveal show prove confirm admit acknowledge concede note find expose discover recognize recognise demonstrate"
    " establish disclose remind realize realise verify divulge confess uncover observe clarify substantiate"
    " illustrate document ascertain expound attest".split()
)
"""Factive or concessive: whoever uses one vouches for the content."""

FACTIVE_PHRASES = (
    r"\bpoint(?:s|ed|ing)? out\b",
    r"\bmak(?:es?|ing) (?:it )?(?:clear|plain)\b|\bmade (?:it )?(?:clear|plain)\b",
    r"\b(?:rightly|correctly|accurately|truthfully)"
    r" (?:say|said|note|point|warn|argue|observe|claim|state|put|call|describe)\w*",
    r"\bas (?:\w+ ){1,3}(?:rightly|correctly) ",
    r"\b(?:brought|brings|bring) to light\b",
    r"\bowned? up\b|\bown(?:s|ing) up\b",
    r"\blaid bare\b|\blays? bare\b",
)
"""Factive phrases, searched outside quotations."""

CUES = (SAY | DOUBT | OPINION | DENY | FACTIVE) - {"know"}
"""Every verb that can make its subject the source of its content."""

NOUN_CUES = frozenset(
    "account telling view opinion word claim allegation accusation assertion contention argument charge belief"
    " estimate statement speech address remark report judgment judgement assessment complaint warning description"
    " version reading phrase figure line suggestion testimony reckoning eye number idea position answer reply"
    " prediction forecast denial comment perspective conclusion verdict credit wording count characterization"
    " characterisation criticism case mind lips mouth premise assumption proclamation delegation story"
    " analysis narrative".split()
)
"""Nouns that make their possessor the source: "in X's view", "X's claim that"."""

ORIGIN = frozenset("come stem originate belong date emanate be go trace derive".split())
"""Verbs that tie a claim to its source: "the claim comes from X"."""

OUTSIDERS = frozenset(
    "critic opponent rival enemy adversary predecessor successor brother sister wife son daughter foe detractor"
    " victim neighbour neighbor ally".split()
)
"""Nouns whose possessor or object is not the one who speaks: "X’s critics say", "critics of X say"."""

VAGUE = frozenset(
    "some many most few several others people critic critics expert experts analyst analysts observer observers"
    " source sources report reports everyone everybody someone somebody one commentator commentators skeptics sceptics"
    " supporters insiders official officials voices media rumor rumors rumour rumours consensus studies they"
    " it there accounts".split()
)
"""Sources one could not name."""

SELF = frozenset(
    "document documents library passage passages text texts source sources evidence record records corpus collection"
    " materials excerpt excerpts material file files".split()
)
"""What an answer calls its own documents."""

PRONOUNS = frozenset("he she they it who which that this his her their its him them".split())
"""Words that stand for a party named before."""

HEDGES = (
    r"\b(?:may|might|could|perhaps|possib\w*|potential\w*|probabl\w*|presumabl\w*|likely|unlikely|seem\w*|appear\w*"
    r"|apparent\w*|reported(?:ly)?|alleged(?:ly)?|supposed(?:ly)?|purported(?:ly)?|reportedly|conditional\w*"
    r"|tentative\w*|unconfirmed|unverified|uncertain\w*|unsure|suggest\w*|suspect\w*|hypothe\w*|estimat\w*"
    r"|speculat\w*|suspicion|rumou?r\w*|guess\w*|doubt\w*|caveat\w*|hedg\w*|qualif\w*|cautious\w*|guarded\w*)\b",
    r"\bif\b|\bwhether\b",
    r"\b(?:not|n[’']t|without being|far from|never|less than) (?:\w+ )?"
    r"(?:certain|sure|definite|positive|confident|know\w*)",
    r"\b(?:reason|inclined|believ\w+) to (?:believe|think)\b",
    r"\bas (?:only )?a possibility\b|\bin doubt\b|\ban open question\b|\bshort of certain\w*\b|\bno certainty\b",
    r"\bbeliev\w+\b|\bthinks?\b|\bthought\b",
)
"""Words that soften a claim."""

NEGATION = (
    r"\b(?:not|no|never|none|nothing|neither|nor|cannot|without|false|untrue|baseless)\b|n[’']t\b"
    r"|\b(?:den(?:y|ies|ied|ying)|denials?|reject\w*|dismiss\w*|disput\w*|refut\w*|rebut\w*|contradict\w*|disavow\w*"
    r"|disagree\w*|brush\w* (?:off|aside)|wav\w+ (?:off|aside|away)|scoff\w*)\b"
)
"""Words that deny."""

DOUBT_ADVERBS = (
    r"\b(?:allegedly|reportedly|supposedly|purportedly|ostensibly|so-called|rumou?red|it is (?:said|claimed))\b"
)
"""Adverbs that put a fact in doubt."""

WEASELS = (
    r"\b(?:some|many|most|several|others|critics|experts|analysts|observers|commentators|people|skeptics|sceptics"
    r"|insiders)"
    r"(?: \w+){0,2}"
    r" (?:say|says|said|claim|believe|argue|think|allege|suggest|hold|contend|warn|suspect|agree|feel|insist|maintain)"
    r"(?:s|ed|d)?\b",
    r"\b(?:it|there) (?:is|was|has been) (?:\w+ )?"
    r"(?:said|claimed|alleged|believed|reported|thought|argued|rumou?red|suggested|understood|speculated|feared)\b",
    r"\b(?:reports|sources|studies|rumou?rs|accounts|media) "
    r"(?:say|suggest|claim|indicate|allege|have it|hint|state|show)\b",
    r"\b(?:is|are|was|were) (?:widely |generally |commonly |often )?"
    r"(?:said|believed|thought|alleged|rumou?red|reported|understood|considered) to\b",
    r"\b(?:widely|generally|commonly) (?:believed|thought|held|seen|regarded|considered|assumed)\b",
    r"\b(?:allegedly|reportedly|supposedly|purportedly)\b",
)
"""Wordings that attribute to nobody."""

REFUSALS = (
    r"\b(?:documents?|library|passages?|texts?|sources?|article|collection|corpus|materials?|excerpts?|records?)\b"
    r"[^.;]{0,50}\b(?:not|no|nothing|never|cannot|silent|nowhere|lacks?|without)\b",
    r"\b(?:do|does|did|is|are|can|could|has|have|was|were)n[’']t [^.;]{0,60}"
    r"\b(?:library|documents?|sources?|passages?|article|texts?)\b",
    r"\b(?:documents?|library|passages?|texts?|sources?|article|collection)\b[^.;]{0,20}n[’']t\b",
    r"\b(?:no|nothing|none|not|nowhere)\b[^.;]{0,60}"
    r"\b(?:documents?|library|passages?|texts?|sources?|article|collection|here|record)\b",
    r"\bI (?:can[’']?t|cannot|could not|couldn[’']t|am unable|do not|don[’']t|did not|didn[’']t)\b",
    r"\b(?:cannot|can[’']t|could not|unable to) (?:be )?"
    r"(?:tell|answer|say|find|found|determine|answered|determined|established)\b",
    r"\bunanswered\b|\bno (?:answer|record|mention|information|evidence|statement|response|reply)\b",
)
"""Wordings by which an answer says that the documents do not hold one."""
