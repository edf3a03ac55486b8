package dev.agenthub.evidence.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.agenthub.evidence.documents.DocumentFault;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A document that can't be understood is refused with the place of its fault; the published schema says the same. */
class PolicyFaultsTest {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new String(PolicyDocument.schema(), StandardCharsets.UTF_8), InputFormat.JSON);

    private static final String ID = "018f0000-0000-7000-8000-000000000001";

    private static PolicyDocument parse(String document) {
        return PolicyDocument.parse(document.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "[]                                                                    | ''",
            "{}                                                                    | ''",
            "{'rules':[],'more':1}                                                 | /more",
            "{'v':'agenthub/policy/v2','rules':[]}                                 | /v",
            "{'rules':{}}                                                          | /rules",
            "{'rules':[7]}                                                         | /rules/0",
            "{'rules':[{'outcome':'allow'},{'outcome':'perhaps'}]}                 | /rules/1/outcome",
            "{'rules':[{'outcome':'allow','a/b~':1}]}                              | /rules/0/a~1b~0",
            "{'rules':[{'outcome':'allow','required':[]}]}                         | /rules/0/required",
            "{'rules':[{'outcome':'require'}]}                                     | /rules/0",
            "{'rules':[{'outcome':'require','required':[]}]}                       | /rules/0/required",
            "{'rules':[{'outcome':'require','required':[{'count':0,'group':'a'}]}]} | /rules/0/required/0/count",
            "{'rules':[{'outcome':'require','required':[{'count':1,'group':'A'}]}]} | /rules/0/required/0/group",
            "{'rules':[{'outcome':'require','required':[{'count':1.5,'group':'a'}]}]} | /rules/0/required/0/count",
            "{'rules':[{'outcome':'allow','match':{'agent':'someone'}}]}           | /rules/0/match/agent",
            "{'rules':[{'outcome':'allow','match':{'risk':['low','none']}}]}       | /rules/0/match/risk/1",
            "{'rules':[{'outcome':'allow','match':{'tool':[]}}]}                   | /rules/0/match/tool",
            "{'rules':[{'outcome':'allow','stepUp':'yes'}]}                        | /rules/0/stepUp",
            "{'rules':[{'outcome':'allow','mayNotVote':{'members':['me']}}]}       | /rules/0/mayNotVote/members/0",
            "{'rules':[{'outcome':'allow','when':[{'at':'arguments/a','over':1}]}]} | /rules/0/when/0/at",
            "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/~2','over':1}]}]} | /rules/0/when/0/at",
            "{'rules':[{'outcome':'allow','when':[{'at':'/nonce','equals':1}]}]}   | /rules/0/when/0/at",
            "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/a','over':'1e3'}]}]} | /rules/0/when/0/over",
            "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/a','over':'x'}]}]} | /rules/0/when/0/over",
            "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/a','unlike':1}]}]} | /rules/0/when/0/unlike",
            "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/a','in':[]}]}]} | /rules/0/when/0/in",
            "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/a','host':'https://a.org'}]}]} | /rules/0/when/0/host",
            "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/a','length':{'is':1}}]}]} | /rules/0/when/0/length/is",
            "{'rules':[{'outcome':'allow','when':[{'count':{'per':'day','within':'PT1H'},'over':1}]}]} | /rules/0/when/0/count/per",
            "{'rules':[{'outcome':'allow','when':[{'sum':{'per':'agent','within':'PT1H'},'over':1}]}]} | /rules/0/when/0/sum",
            "{'rules':[],'override':true}                                          | /override",
            "{'rules':[],'override':{'group':7}}                                   | /override/group"})
    void saysWhereTheFaultIs(String document, String pointer) {
        String json = document.replace('\'', '"');
        assertThatExceptionOfType(DocumentFault.class).isThrownBy(() -> parse(json))
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo(pointer));
        assertThat(SCHEMA.validate(json, InputFormat.JSON)).as("the schema refuses it too").isNotEmpty();
    }

    @Test
    void refusesTheCharacterThatCannotBeStoredAndNotTheSameLettersAfterABackslash() {
        String equals = "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/a','equals':['%s']}]}]}".replace('\'',
                '"');
        assertThatExceptionOfType(DocumentFault.class).isThrownBy(() -> parse(equals.formatted("a\\u0000")))
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/rules/0/when/0/equals/0"));
        assertThat(parse(equals.formatted("a\\\\u0000")).isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/a','over':1,'under':2}]}]}",
            "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/a'}]}]}",
            "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/a','matches':'(a'}]}]}",
            "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/a','matches':'(?=a)b'}]}]}",
            "{'rules':[{'outcome':'allow','when':[{'at':'/arguments/a','matches':'(a)\\\\1'}]}]}",
            "{'rules':[{'outcome':'allow','expiresIn':'PT-1H'}]}", "{'rules':[{'outcome':'allow','holdFor':'P31D'}]}",
            "{'rules':[{'outcome':'allow','expiresIn':'PT0.5S'}]}",
            "{'rules':[{'outcome':'require','required':[{'count':1,'group':'a'},{'count':2,'group':'a'}]}]}",
            "{'rules':[{'outcome':'allow','escalate':{'after':'PT1H','group':'chiefs'}}]}",
            "{'rules':[{'outcome':'allow','outcome':'deny'}]}"})
    void refusesWhatASchemaCannotSay(String document) {
        assertThatExceptionOfType(DocumentFault.class).isThrownBy(() -> parse(document.replace('\'', '"')));
    }

    @Test
    void takesEveryMemberThatTheSchemaKnows() {
        String document = """
                {"v":"agenthub/policy/v1","override":{"group":"owners"},"rules":[
                  {"name":"Dear refunds","match":{"workspace":"ID","agent":["ID"],"tool":["refunds.*","x"],"connector":"ID","risk":["high"]},
                   "when":[{"at":"/arguments/amount","over":"100.00"},{"at":"/arguments/c","in":["EUR","USD"],"not":true},
                           {"at":"/arguments/note","matches":"(?i)urgent.*"},{"at":"/arguments/note","length":{"atMost":500}},
                           {"at":"/call/http/url","host":["*.example.com","a.org"]},{"at":"/arguments/x","exists":false},
                           {"at":"/arguments/y","equals":{"z":[1]}},
                           {"sum":{"at":"/arguments/amount","per":"tool","within":"P1D"},"over":"1000"},
                           {"count":{"per":"workspace","within":"PT1H"},"atLeast":5}],
                   "outcome":"require","required":[{"count":2,"group":"finance"},{"count":1,"group":"approvers"}],
                   "expiresIn":"PT4H","reasonRequired":true,"stepUp":true,"holdFor":"PT10M",
                   "mayNotVote":{"groups":["interns"],"members":["ID"]},"escalate":{"after":"PT2H","group":"chiefs"}}]}
                """
                .replace("ID", ID);

        assertThat(SCHEMA.validate(document, InputFormat.JSON)).isEmpty();
        assertThat(parse(document).groups()).containsExactly("approvers", "finance", "interns", "owners");
        assertThat(parse(document).overrideGroup()).isEqualTo("owners");
    }

    @Test
    void letsNobodyOverrideUnlessItNamesThem() {
        for (String nobody : new String[]{"", ",\"override\":false", ",\"override\":null"}) {
            assertThat(parse("{\"rules\":[]" + nobody + "}").overrideGroup()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'expiresIn':'PT1S'   | 'expiresIn':'PT0S'", "'expiresIn':'P30D'   | 'expiresIn':'PT720H1S'",
            "'outcome':'require','required':[{'count':100,'group':'a'}] | 'outcome':'require','required':[{'count':101,'group':'a'}]"})
    void takesTheLargestAndSmallestNumbersAndNoFurther(String taken, String refused) {
        String outcome = taken.contains("outcome") ? "" : "'outcome':'allow',";
        String document = "{'rules':[{" + outcome + "%s}]}";
        assertThatNoException().isThrownBy(() -> parse(document.formatted(taken).replace('\'', '"')));
        assertThatExceptionOfType(DocumentFault.class)
                .isThrownBy(() -> parse(document.formatted(refused).replace('\'', '"')));
    }

    @Test
    void takesAsManyRulesIdentifiersAndBytesAsItSays() {
        String rule = "{\"outcome\":\"allow\"}";
        String ids = ",\"" + ID + "\"";
        assertThatNoException().isThrownBy(() -> {
            parse("{\"rules\":[" + rule + ("," + rule).repeat(499) + "]}");
            parse("{\"rules\":[{\"match\":{\"agent\":[\"" + ID + "\"" + ids.repeat(999)
                    + "]},\"outcome\":\"allow\"}]}");
            parse(" " + ofLength(1 << 20));
        });
        for (String refused : new String[]{"{\"rules\":[" + rule + ("," + rule).repeat(500) + "]}",
                "{\"rules\":[{\"match\":{\"agent\":[\"" + ID + "\"" + ids.repeat(1000)
                        + "]},\"outcome\":\"allow\"}]}",
                ofLength((1 << 20) + 1)}) {
            assertThatExceptionOfType(DocumentFault.class).isThrownBy(() -> parse(refused));
        }
    }

    private static String ofLength(int length) {
        String document = "{\"rules\":[{\"outcome\":\"allow\",\"when\":[{\"at\":\"/tool\",\"equals\":\"\"}]}]}";
        return document.replace("\"\"", '"' + "a".repeat(length - document.length()) + '"');
    }

    @Test
    void asksNoMoreGroupsThanTheDatabaseCounts() {
        assertThatNoException().isThrownBy(() -> parse(asking(10)));
        assertThatExceptionOfType(DocumentFault.class).isThrownBy(() -> parse(asking(11)))
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/rules"));
    }

    private static String asking(int groups) {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < groups; i++) {
            rules.append(i == 0 ? "" : ",").append("{\"outcome\":\"require\",\"required\":[{\"count\":1,\"group\":\"g")
                    .append(i).append("\"}]}");
        }
        return "{\"rules\":[" + rules + "]}";
    }
}
