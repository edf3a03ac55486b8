package dev.agenthub.server.http.routes;

import static dev.agenthub.api.ErrorCode.INVITATION_INVALID;
import static dev.agenthub.api.ErrorCode.KEY_ALREADY_ENROLLED;
import static dev.agenthub.api.ErrorCode.SIGN_IN_REFUSED;
import static dev.agenthub.server.http.Endpoint.delete;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;
import static dev.agenthub.server.http.QueryParameter.CURSOR;
import static dev.agenthub.server.http.QueryParameter.LIMIT;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.Me;
import dev.agenthub.api.Member;
import dev.agenthub.api.Page;
import dev.agenthub.api.SessionInfo;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignedIn;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.server.http.Admission.Metered;
import dev.agenthub.server.http.Call;
import dev.agenthub.server.http.Endpoint.Nothing;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.Sessions;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Routes of enrolment, sign-in and sessions. */
public final class IdentityRoutes implements Routes {

    private final Invitations invitations;
    private final Sessions sessions;
    private final OrgTransactions transactions;
    private final Consumer<UUID> enrolled;

    /**
     * Creates the routes.
     *
     * @param enrolled receives the organization's id after each enrolment
     */
    public IdentityRoutes(Invitations invitations, Sessions sessions,
            OrgTransactions transactions,
            Consumer<UUID> enrolled) {
        this.invitations = invitations;
        this.sessions = sessions;
        this.transactions = transactions;
        this.enrolled = enrolled;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                post("/v1/enrolments", "Redeems an invitation: a new member, or a further device of one")
                        .body(EnrolRequest.class).metered(Metered.ENROLMENT)
                        .refuses(INVITATION_INVALID, KEY_ALREADY_ENROLLED)
                        .repeated("An invitation is redeemed once: after that, `INVITATION_INVALID`.")
                        .answers(201, Enrolled.class, this::enrol),
                post("/v1/sessions/challenges", "A challenge to sign with a device key").body(ChallengeRequest.class)
                        .metered(Metered.SIGN_IN)
                        .repeated("Each call answers another challenge; one that nobody answers expires.")
                        .answers(201, SignInChallenge.class, call -> sessions.challenge(call.body())),
                post("/v1/sessions", "Answers a challenge").body(SignInRequest.class).metered(Metered.SIGN_IN)
                        .refuses(SIGN_IN_REFUSED)
                        .repeated("A challenge is answered once: after that, `SIGN_IN_REFUSED`.")
                        .answers(201, SignedIn.class, call -> sessions.signIn(call.body())),
                delete("/v1/sessions/current", "Signs out").member().does(call -> sessions.signOut(call.caller())),
                get("/v1/me", "Who is signed in").member()
                        .answers(200, Me.class, call -> sessions.me(call.caller())),
                get("/v1/me/sessions", "The caller's open sessions, the newest first").member()
                        .answersPage(SessionInfo.class, call -> sessions.open(call.caller())),
                delete("/v1/me/sessions/{id}", "Ends one of them").member()
                        .does(call -> sessions.end(call.caller(), call.id())),
                get("/v1/members", "Everybody, with their keys").member().query(CURSOR, LIMIT)
                        .answersPage(Member.class, this::members));
    }

    private Enrolled enrol(Call<Nothing, EnrolRequest> call) {
        Enrolled answer = invitations.enrol(call.body());
        enrolled.accept(answer.org());
        return answer;
    }

    private Page<Member> members(Call<MemberCaller, Nothing> call) {
        UUID after = call.query(CURSOR);
        int limit = call.limit();
        return transactions.call(call.caller().context(),
                handle -> MemberRows.list(handle, call.caller().org(), after, limit));
    }
}
