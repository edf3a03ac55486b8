package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Draws documents of rules that match, look at an amount and a note, and have limits over windows of at most 40 seconds.
 *
 * @param tools patterns of names
 * @param groups who may be required
 */
public record RandomPolicy(Random random, List<String> tools, List<String> groups) {

    /** At most so many rules. */
    public JsonObject document(int most) {
        String rules = IntStream.range(0, random.nextInt(most + 1)).mapToObj(_ -> rule())
                .collect(Collectors.joining(","));
        return (JsonObject) JsonValue
                .parse(("{'rules':[" + rules + "]}").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private String rule() {
        return "{'match':{"
                + pick("", "", "", "'tool':'" + one(tools) + "'", "'risk':'low'", "'risk':['medium','high']")
                + "},'when':[" + pick("", condition(), limit(), limit() + "," + condition()) + "],'outcome':"
                + pick("'allow'", "'allow'", "'allow'", "'deny'", required(), required(), required(), required())
                + pick("", "", ",'expiresIn':'PT2H'")
                + "}";
    }

    private String required() {
        return "'require','required':[{'count':" + (1 + random.nextInt(2)) + ",'group':'" + one(groups) + "'}]";
    }

    private String condition() {
        return "{'at':'/arguments/" + pick("amount", "amount", "note") + "',"
                + pick("'over':100", "'atMost':'100'", "'matches':'[0-9]+'", "'exists':true", "'in':['60','x']")
                + pick("", ",'not':true") + "}";
    }

    private String limit() {
        String window = "'per':'" + pick("agent", "tool", "workspace") + "','within':'PT" + (1 + random.nextInt(40))
                + "S'";
        return "{" + pick("'count':{" + window + "}", "'sum':{'at':'/arguments/amount'," + window + "}") + ",'"
                + pick("over", "atMost") + "':" + pick("2", "150") + "}";
    }

    private String pick(String... of) {
        return one(List.of(of));
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
