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
 * Declares a route: its description and its handler in one place. Callers are
 * authenticated and authorized here, before anything of the call is read.
 *
 * @param <C> the type of the caller
 * @param <B> the type of the parsed body
 */
public final class Endpoint<C, B> {

    /** The type of the caller where none is needed, and of the body where there is none. */
    public enum Nothing {
        NOTHING
    }

    /** Handles a call and returns the answer. */
    @FunctionalInterface
    public interface Handler<C, B, R> {
        R answer(Call<C, B> call) throws Exception;
    }

    /** Handles a call without an answer, or one that writes the answer itself. */
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

    /** Members with one of these roles may call it; every member where none is given. */
    public Endpoint<MemberCaller, B> member(Role... anyOf) {
        List<Role> needed = List.of(anyOf);
        return new Endpoint<>(method, path, summary, Credential.SESSION, needed, request, (authentication, context) -> {
            MemberCaller caller = authentication.member(context.header("Authorization"));
            return needed.isEmpty() ? caller : caller.require(anyOf);
        }, reader);
    }

    /** Agents may call it. */
    public Endpoint<AgentCaller, B> agent() {
        return new Endpoint<>(method, path, summary, Credential.AGENT_KEY, List.of(), request,
                (authentication, context) -> authentication.agent(context.header("Authorization")), reader);
    }

    /** The body is parsed as this record. */
    public <T> Endpoint<C, T> body(Class<T> type) {
        return read(type, context -> JsonBody.read(context, type));
    }

    /** The body is described as this record and parsed by the given function. */
    public <T> Endpoint<C, T> body(Class<?> type, Function<byte[], T> parser) {
        return read(type, context -> parser.apply(JsonBody.body(context)));
    }

    /** The body is described as this record and parsed together with the idempotency key, which the operation stores itself. */
    public <T> Endpoint<C, T> body(Class<?> type, BiFunction<byte[], Optional<IdempotencyKey>, T> parser) {
        Endpoint<C, T> keyed = read(type,
                context -> parser.apply(JsonBody.body(context), JsonBody.idempotencyKey(context)));
        keyed.ownKey = true;
        return keyed;
    }

    private <T> Endpoint<C, T> read(Class<?> type, Function<Context, T> with) {
        return new Endpoint<>(method, path, summary, credential, roles, type, identify, context -> {
            JsonBody.requireJson(context);
            JsonBody.requireIdentity(context);
            return with.apply(context);
        });
    }

    public Endpoint<C, B> query(QueryParameter<?>... parameters) {
        query.addAll(List.of(parameters));
        return this;
    }

    /** Adds error codes that it may answer with, besides those of every operation of its kind. */
    public Endpoint<C, B> refuses(ErrorCode... some) {
        codes.addAll(List.of(some));
        return this;
    }

    /** It has this rate limit. */
    public Endpoint<C, B> metered(Metered as) {
        metered = as;
        return this;
    }

    /**
     * Declares that something other than an idempotency key makes repeated calls safe.
     *
     * @param answer what a repeated call is answered, in a sentence
     */
    public Endpoint<C, B> repeated(String answer) {
        repeated = answer;
        return this;
    }

    /** It concerns the caller's own keys and codes. */
    public Endpoint<C, B> own() {
        working = MemberCaller::own;
        return this;
    }

    /** This path parameter is described so, and is no UUID. */
    public Endpoint<C, B> path(String name, PathParameter parameter) {
        parameters.put(name, parameter);
        return this;
    }

    /** A header of its answer. */
    public Endpoint<C, B> header(String name, String meaning) {
        headers.put(name, meaning);
        return this;
    }

    public <R> Route answers(int status, Class<R> type, Handler<C, B, ? extends R> handler) {
        return replies(new Answer(status, Set.of(), Answer.JSON, type, List.of(), false, false, headers), call -> {
            Reply reply = JsonBody.reply(status, handler.answer(call));
            return new Effected(reply, () -> reply);
        });
    }

    public <R> Route answersPage(Class<R> type, Handler<C, B, Page<R>> handler) {
        return route(new Answer(200, Set.of(), Answer.JSON, type, List.of(), true, false, headers),
                call -> JsonBody.write(call.context(), JsonBody.reply(200, handler.answer(call))));
    }

    /** Answers with this status, or with 202 and the proposal where the governance policy requires approval. */
    public <R> Route answersOrProposes(int status, Class<R> type, Handler<C, B, ChangeResult<R>> handler) {
        return answersOrProposes(status, type, handler, done -> done);
    }

    /**
     * As above.
     *
     * @param shown converts the result to the API's record
     */
    public <T, R> Route answersOrProposes(int status, Class<R> type, Handler<C, B, ChangeResult<T>> handler,
            Function<T, R> shown) {
        return replies(new Answer(status, Set.of(), Answer.JSON, type, List.of(), false, true, headers),
                call -> JsonBody.reply(status, handler.answer(call), shown));
    }

    /** Answers 204. */
    public Route does(Effect<C, B> effect) {
        return route(new Answer(204, Set.of(), null, null, List.of(), false, false, headers), call -> {
            effect.on(call);
            call.context().status(204);
        });
    }

    /**
     * The handler writes an answer of this media type.
     *
     * @param documents the names of the schemas that describe it, one of which applies; none where there is no schema
     */
    public Route writes(String media, Effect<C, B> effect, String... documents) {
        return route(new Answer(200, Set.of(), media, null, List.of(documents), false, false, headers), effect);
    }

    /**
     * The handler writes a record, with the status 200 or one of these.
     *
     * @param also other statuses with the same record
     */
    public Route writes(Class<?> record, Set<Integer> also, Effect<C, B> effect) {
        return route(new Answer(200, also, Answer.JSON, record, List.of(), false, false, headers), effect);
    }

    /**
     * The handler writes server-sent events.
     *
     * @param data the record in each event
     */
    public Route writes(String media, Class<?> data, Effect<C, B> effect) {
        return route(new Answer(200, Set.of(), media, data, List.of(), false, false, headers), effect);
    }

    /** An answer in one piece; it is remembered where the call has an idempotency key. */
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
