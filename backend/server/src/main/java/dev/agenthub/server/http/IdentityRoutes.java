package dev.agenthub.server.http;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.db.OrgTransactions;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.identity.Members;
import dev.agenthub.server.identity.Sessions;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.UUID;
import java.util.function.Consumer;

/** Joining, signing in, and who is there. */
public final class IdentityRoutes implements Routes {

    private final Authentication authentication;
    private final Invitations invitations;
    private final Sessions sessions;
    private final OrgTransactions transactions;
    private final Consumer<UUID> enrolled;

    /**
     * Makes the routes.
     *
     * @param enrolled told the organization after somebody joined
     */
    public IdentityRoutes(Authentication authentication, Invitations invitations, Sessions sessions,
            OrgTransactions transactions,
            Consumer<UUID> enrolled) {
        this.authentication = authentication;
        this.invitations = invitations;
        this.sessions = sessions;
        this.transactions = transactions;
        this.enrolled = enrolled;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.post("/v1/enrolments", this::enrol);
        routes.post("/v1/sessions/challenges",
                context -> Wire.write(context, 201, sessions.challenge(Wire.read(context, ChallengeRequest.class))));
        routes.post("/v1/sessions",
                context -> Wire.write(context, 201, sessions.signIn(Wire.read(context, SignInRequest.class))));
        routes.delete("/v1/sessions/current", context -> {
            sessions.signOut(caller(context));
            context.status(204);
        });
        routes.get("/v1/me", context -> Wire.write(context, 200, sessions.me(caller(context))));
        routes.get("/v1/members", this::members);
    }

    private MemberCaller caller(Context context) {
        return authentication.member(context.header("Authorization"));
    }

    private void enrol(Context context) {
        Enrolled answer = invitations.enrol(Wire.read(context, EnrolRequest.class));
        enrolled.accept(answer.org());
        Wire.write(context, 201, answer);
    }

    private void members(Context context) {
        MemberCaller caller = caller(context);
        UUID after = Wire.cursor(context);
        int limit = Wire.limit(context);
        Wire.write(context, 200,
                transactions.call(caller.context(), handle -> Members.list(handle, caller.org(), after, limit)));
    }
}
