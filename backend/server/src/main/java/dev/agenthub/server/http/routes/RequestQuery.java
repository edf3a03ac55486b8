package dev.agenthub.server.http.routes;

import static dev.agenthub.server.http.QueryParameter.LIMIT;

import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Risk;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.http.Call;
import dev.agenthub.server.http.QueryParameter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads the query of a list of requests. Unknown words are refused: ignoring one would list too much. */
final class RequestQuery {

    private static final QueryParameter<Set<RequestState>> STATE = QueryParameter.words("state",
            "In one of these states, separated by commas; or open, the default, for all that still have something ahead of them, decided for all that members or a policy decided, or all.",
            List.of(RequestState.values()),
            Map.of("open", RequestFilter.OPEN.states(), "decided", RequestFilter.DECIDED.states(), "all",
                    RequestFilter.ALL.states()));
    private static final QueryParameter<Set<Risk>> RISK = QueryParameter.words("risk",
            "Of one of these risks, separated by commas.", List.of(Risk.values()), Map.of());
    private static final QueryParameter<UUID> WORKSPACE = QueryParameter.id("workspace", "The id of its workspace.");
    private static final QueryParameter<UUID> AGENT = QueryParameter.id("agent",
            "The id of the agent that asks; leaves changes out.");
    private static final QueryParameter<String> TOOL = QueryParameter.text("tool",
            "The name of the tool that is to be called; leaves changes out.", RequestFilter.class);
    private static final QueryParameter<String> KIND = QueryParameter.word("kind",
            "Only actions, only changes, or only changes of a kind.",
            Stream.concat(Stream.of(RequestFilter.ACTIONS, RequestFilter.CHANGES),
                    Stream.of(ChangeKind.values()).map(ChangeKind::word)).toList());
    private static final QueryParameter<String> TEXT = QueryParameter.text("text",
            "Words that all stand in the name of the tool or kind, of the agent or proposer or of the host that is called, in its title, or in arguments of at most 100 characters, in capitals or not; the first 500 characters of that are kept.",
            RequestFilter.class);
    private static final QueryParameter<String> MINE = QueryParameter.word("mine",
            "Only those that the caller may approve now, if true.", List.of("true", "false"));
    private static final QueryParameter<String> ORDER = QueryParameter.word("order",
            "The newest first, the default; the longest waiting first (age); the soonest to expire first (expiry);"
                    + " the riskiest first, and of those the soonest to expire (risk); or the newest decision first, where what no"
                    + " member brought to its end goes by when it was asked for (decided).",
            Stream.of(RequestOrder.values()).map(RequestOrder::toString).toList());
    static final QueryParameter<String> CURSOR = QueryParameter.text("cursor",
            "The next of the page before, of the same order and conditions, with or without `mine`; without it, the first page.");

    private static final QueryParameter<String> FOLDED = QueryParameter.word("folded",
            "If true, of an agent that has more than %s requests of one state and risk only the first %s of them are listed: `GET /v1/requests/agents` says how many there are. That goes by what all may approve, also with `mine`. Nothing is left out of the requests of an `agent`."
                    .formatted(AgentCounts.FOLDED, AgentCounts.FIRST),
            List.of("true", "false"));

    /** The parameters that are conditions. */
    static final QueryParameter<?>[] CONDITIONS = {STATE, RISK, WORKSPACE, AGENT, TOOL, KIND, TEXT, MINE};
    /** The conditions and the parameters of a page. */
    static final QueryParameter<?>[] PAGE = Stream
            .concat(Stream.of(CONDITIONS), Stream.of(ORDER, FOLDED, CURSOR, LIMIT))
            .toArray(QueryParameter<?>[]::new);

    private RequestQuery() {}

    /**
     * The filter from the call's parameters.
     *
     * @throws RefusedException REQUEST_MALFORMED
     */
    static RequestFilter filter(Call<?, ?> call) {
        try {
            return new RequestFilter(Objects.requireNonNullElse(call.query(STATE), RequestFilter.OPEN.states()),
                    Objects.requireNonNullElse(call.query(RISK), RequestFilter.OPEN.risks()), call.query(WORKSPACE),
                    call.query(AGENT), call.query(TOOL), call.query(KIND), call.query(TEXT),
                    "true".equals(call.query(MINE)));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, e.getMessage(), e);
        }
    }

    static boolean folded(Call<?, ?> call) {
        return "true".equals(call.query(FOLDED));
    }

    static RequestOrder order(Call<?, ?> call) {
        String word = call.query(ORDER);
        return Stream.of(RequestOrder.values()).filter(order -> order.toString().equals(word)).findFirst()
                .orElse(RequestOrder.NEWEST);
    }
}
