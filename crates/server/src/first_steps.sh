BASE=http://127.0.0.1:8080
JSON='Content-Type: application/json'
QUESTION=$(mktemp)
value() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

# 1. Register, and sign in.
curl -s $BASE/v1/auth/register -H "$JSON" -d '{"email":"ada@example.org","username":"ada","password":"three coins in a jar"}'
TOKEN=$(curl -s $BASE/v1/auth/sign-in -H "$JSON" -d '{"email":"ada@example.org","password":"three coins in a jar"}' | value access_token)
me() { curl -s -H "Authorization: Bearer $TOKEN" "$@"; echo; }

# 2. Start a quiz: ten questions of all topics, three hearts. `ask` shows a question, `answer B` answers it.
QUIZ=$BASE/v1/sessions/$(me $BASE/v1/sessions -H "$JSON" -d '{"mode":"solo"}' | value id)
ask() { me $QUIZ/question | tee $QUESTION; }
answer() { me $QUIZ/answers -H "$JSON" -d "{\"question\":\"$(value question_id < $QUESTION)\",\"answer\":{\"choice\":\"$1\"}}"; }
ask
answer A

# 3. Go on with `ask` and `answer …` until "status" is "finished"; then look at the coins that you won.
me $BASE/v1/me/wallets/WISE
