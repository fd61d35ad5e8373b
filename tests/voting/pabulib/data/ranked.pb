META
key; value
description; Budget of a courtyard
country; Russia
unit; Palana
instance; 2026
num_projects; 5
num_votes; 10
budget; 1000
rule; equalshares/add1
vote_type; ordinal
min_length; 1
max_length; 3
date_begin; 01.09.2026
date_end; 15.09.2026
PROJECTS
project_id; cost; name; votes; selected
1; 400; "Benches; and a table"; 6; 1
2; 450; Lights; 5; 0
3; 300; "The ""Bear"" swing"; 4; 1
4; 100; Flower beds; 3; 1
5; 900; Fountain; 2; 0
VOTES
voter_id; age; vote
a1; 34; 1,2
a2; 51; 1,2,4
a3; 23; 1,2
a4; 19; 1,2
a5; 62; 1
a6; 54; 3, 4
a7; 49; 3,4
a8; 27; 3,5
a9; 39; 3,5
a10; 44; 1,2
