package dev.agenthub.server.http;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Page;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.server.governance.ChangeResult;
import dev.agenthub.server.http.Admission.Metered;
import dev.agenthub.server.http.Operation.Answer;
import dev.agenthub.server.http.Operation.Credential;
import dev.agenthub.server.idempotency.IdempotencyKey;
import dev.agenthub.server.idempotency.RememberedAnswers.Effected;
import dev.agenthub.server.idempotency.Reply;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.AgentCaller;
import dev.agenthub.server.identity.Caller.MemberCaller;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Declares one route: what its description says and what answers it, so that neither can
 * be without the other. Who may call is decided here, before anything of the call is read.
 *
 * @param <C> who calls
 * @param <B> what the body is read as
 */
public final class Endpoint<C, B> {

    /** Stands where nobody has to be known, or nothing is read. */
    public enum Nothing {
        NOTHING
    }

    /** Makes an answer. */
    @FunctionalInterface
    public interface Handler<C, B, R> {
        R answer(Call<C, B> call) throws Exception;
    }

    /** Does something that needs no answer, or writes its own. */
    @FunctionalInterface
    public interface Effect<C, B> {
        void on(Call<C, B> call) throws Exception;
    }

    private final String method;
    private final String path;
    private final String summary;
    private final Credential credential;
    private final List<Role> roles;
    private final @Nullable Class<?> request;
    private final BiFunction<Authentication, Context, C> identify;
    private final Function<Context, B> reader;
    private final List<QueryParameter<?>> query = new ArrayList<>();
    private final Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
    private final Map<String, PathParameter> parameters = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String repeated;
    private Function<MemberCaller, OrgContext> working = MemberCaller::writing;
    private boolean ownKey;
    private @Nullable Metered metered;

    private Endpoint(String method, String path, String summary, Credential credential, List<Role> roles,
            @Nullable Class<?> request, BiFunction<Authentication, Context, C> identify, Function<Context, B> reader) {
        this.method = method;
        this.path = path;
        this.summary = summary;
        this.credential = credential;
        this.roles = roles;
        this.request = request;
        this.identify = identify;
        this.reader = reader;
    }

    private static Endpoint<Nothing, Nothing> of(String method, String path, String summary) {
        return new Endpoint<>(method, path, summary, Credential.NONE, List.of(), null, (_, _) -> Nothing.NOTHING,
                _ -> Nothing.NOTHING);
    }

    public static Endpoint<Nothing, Nothing> get(String path, String summary) {
        return of("GET", path, summary);
    }

    public static Endpoint<Nothing, Nothing> post(String path, String summary) {
        return of("POST", path, summary);
    }

    public static Endpoint<Nothing, Nothing> put(String path, String summary) {
        return of("PUT", path, summary);
    }

    public static Endpoint<Nothing, Nothing> delete(String path, String summary) {
        return of("DELETE", path, summary);
    }

    /** For signed-in members with one of these roles; for every one where none is named. */
    public Endpoint<MemberCaller, B> member(Role... anyOf) {
        List<Role> needed = List.of(anyOf);
        return new Endpoint<>(method, path, summary, Credential.SESSION, needed, request, (authentication, context) -> {
            MemberCaller caller = authentication.member(context.header("Authorization"));
            return needed.isEmpty() ? caller : caller.require(anyOf);
        }, reader);
    }

    /** For agents. */
    public Endpoint<AgentCaller, B> agent() {
        return new Endpoint<>(method, path, summary, Credential.AGENT_KEY, List.of(), request,
                (authentication, context) -> authentication.agent(context.header("Authorization")), reader);
    }

    /** Its body is this record. */
    public <T> Endpoint<C, T> body(Class<T> type) {
        return read(type, context -> JsonBody.read(context, type));
    }

    /** Its body is described as this record, and read in another way. */
    public <T> Endpoint<C, T> body(Class<?> type, Function<byte[], T> parser) {
        return read(type, context -> parser.apply(JsonBody.body(context)));
    }

    /** Its body is described as this record, and read together with the idempotency key that it stores by itself. */
    public <T> Endpoint<C, T> body(Class<?> type, BiFunction<byte[], Optional<IdempotencyKey>, T> parser) {
        Endpoint<C, T> keyed = read(type,
                context -> parser.apply(JsonBody.body(context), JsonBody.idempotencyKey(context)));
        keyed.ownKey = true;
        return keyed;
    }

    private <T> Endpoint<C, T> read(Class<?> type, Function<Context, T> with) {
        return new Endpoint<>(method, path, summary, credential, roles, type, identify, context -> {
            JsonBody.requireJson(context);
            return with.apply(context);
        });
    }

    public Endpoint<C, B> query(QueryParameter<?>... parameters) {
        query.addAll(List.of(parameters));
        return this;
    }

    /** Problems that it may answer with, beside those that every operation of its kind may. */
    public Endpoint<C, B> refuses(ErrorCode... some) {
        codes.addAll(List.of(some));
        return this;
    }

    /** It may be called only so often. */
    public Endpoint<C, B> metered(Metered as) {
        metered = as;
        return this;
    }

    /**
     * It makes something, and is not made twice by something else than an idempotency key. What a second call is answered, in a sentence.
     */
    public Endpoint<C, B> repeated(String answer) {
        repeated = answer;
        return this;
    }

    /** It is about the caller's own keys and codes. */
    public Endpoint<C, B> own() {
        working = MemberCaller::own;
        return this;
    }

    /** This path parameter is no UUID but that. */
    public Endpoint<C, B> path(String name, PathParameter parameter) {
        parameters.put(name, parameter);
        return this;
    }

    /** A header that comes with its answer. */
    public Endpoint<C, B> header(String name, String meaning) {
        headers.put(name, meaning);
        return this;
    }

    public <R> Route answers(int status, Class<R> type, Handler<C, B, ? extends R> handler) {
        return replies(new Answer(status, Answer.JSON, type, List.of(), false, false, headers), call -> {
            Reply reply = JsonBody.reply(status, handler.answer(call));
            return new Effected(reply, () -> reply);
        });
    }

    public <R> Route answersPage(Class<R> type, Handler<C, B, Page<R>> handler) {
        return route(new Answer(200, Answer.JSON, type, List.of(), true, false, headers),
                call -> JsonBody.write(call.context(), JsonBody.reply(200, handler.answer(call))));
    }

    /** Answers what was done with that status, or with 202 what was proposed because governance asks others first. */
    public <R> Route answersOrProposes(int status, Class<R> type, Handler<C, B, ChangeResult<R>> handler) {
        return answersOrProposes(status, type, handler, done -> done);
    }

    /**
     * The same.
     *
     * @param shown makes of what was done what the caller gets
     */
    public <T, R> Route answersOrProposes(int status, Class<R> type, Handler<C, B, ChangeResult<T>> handler,
            Function<T, R> shown) {
        return replies(new Answer(status, Answer.JSON, type, List.of(), false, true, headers),
                call -> JsonBody.reply(status, handler.answer(call), shown));
    }

    /** Answers 204. */
    public Route does(Effect<C, B> effect) {
        return route(new Answer(204, null, null, List.of(), false, false, headers), call -> {
            effect.on(call);
            call.context().status(204);
        });
    }

    /**
     * Writes an answer of that media type by itself.
     *
     * @param documents the schemas of one of which it is; none where no schema says it
     */
    public Route writes(String media, Effect<C, B> effect, String... documents) {
        return route(new Answer(200, media, null, List.of(documents), false, false, headers), effect);
    }

    /**
     * The same.
     *
     * @param data the record that each server-sent event carries
     */
    public Route writes(String media, Class<?> data, Effect<C, B> effect) {
        return route(new Answer(200, media, data, List.of(), false, false, headers), effect);
    }

    /** An answer in one piece, the first one again where the operation takes an idempotency key and gets one. */
    private Route replies(Answer answer, Handler<C, B, Effected> handler) {
        Operation operation = operation(answer);
        return new Route(operation, (context, callers) -> {
            Call<C, B> call = call(context, operation, callers);
            Optional<IdempotencyKey> key = operation.remembered() ? JsonBody.idempotencyKey(context) : Optional.empty();
            JsonBody.write(context, key.isPresent() && call.caller() instanceof MemberCaller member
                    ? callers.remembered().once(member, working.apply(member), key.get(), JsonBody.requestHash(context),
                            () -> handler.answer(call))
                    : handler.answer(call).completed().get());
        });
    }

    private Route route(Answer answer, Effect<C, B> effect) {
        Operation operation = operation(answer);
        return new Route(operation, (context, callers) -> effect.on(call(context, operation, callers)));
    }

    private Operation operation(Answer answer) {
        return new Operation(method, path, summary, credential, roles, query, parameters, request, answer, repeated,
                ownKey, metered, codes);
    }

    private Call<C, B> call(Context context, Operation operation, Callers callers) {
        callers.admission().admit(context, operation);
        C caller = identify.apply(callers.authentication(), context);
        callers.admission().admit(context, operation, caller);
        return new Call<>(context, operation, caller, reader);
    }
}
