"""The harness: what an answer must do, measured without a language model as judge.

A case says what is true (`cases`), a system answers it (`systems`), the answer's text is read (`reading`, `syntax`,
`mentions`), each metric looks at the reading (`metrics`), and what they find is counted (`statistics`, `reports`).
Nothing here asks the assistant's own attribution engine what is right.
"""
