package dev.agenthub.evidence.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.agenthub.evidence.documents.DocumentFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read as a governance policy and what its published schema accepts are the same. */
class GovernanceSchemaTest {
    private static final String ALWAYS = "['governance.set','member.change','invitation.create']";
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of("urn:agenthub:policy:v1",
                    new String(PolicyDocument.schema(), StandardCharsets.UTF_8))))
            .getSchema(text("governance.schema.json"), InputFormat.JSON);

    private static String text(String name) {
        try (InputStream in = Objects.requireNonNull(PolicyDocument.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(String quoted) {
        return quoted.replace("ALWAYS", ALWAYS).replace('\'', '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'v':'agenthub/governance/v1','rules':[]}",
            "{'v':'agenthub/governance/v1','rules':[{'match':{'kind':ALWAYS},'outcome':'require','required':[{'count':2,'group':'approvers'}]}]}",
            "{'v':'agenthub/governance/v1','rules':[{'name':'all','match':{'kind':ALWAYS},'outcome':'require','required':[{'count':1,'group':'approvers'}],'expiresIn':'P2D','holdFor':'PT1H','stepUp':true,'reasonRequired':true,'mayNotVote':{'groups':['finance']}},{'match':{'kind':'agent.install'},'outcome':'require','required':[{'count':1,'group':'approvers'}]}]}"})
    void acceptBoth(String quoted) {
        String document = json(quoted);
        assertThatNoException().isThrownBy(
                () -> GovernanceDocument.parse(document.getBytes(StandardCharsets.UTF_8)));
        assertThat(SCHEMA.validate(document, InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{'rules':[]}", "{'v':'agenthub/governance/v2','rules':[]}",
            "{'v':'agenthub/governance/v1','rules':[],'override':false}",
            "{'v':'agenthub/governance/v1','rules':[{'match':{'kind':ALWAYS},'outcome':'allow'}]}",
            "{'v':'agenthub/governance/v1','rules':[{'match':{'kind':'budget.delete'},'outcome':'require','required':[{'count':1,'group':'approvers'}]}]}",
            "{'v':'agenthub/governance/v1','rules':[{'match':{'tool':'a'},'outcome':'require','required':[{'count':1,'group':'approvers'}]}]}",
            "{'v':'agenthub/governance/v1','rules':[{'match':{'kind':ALWAYS},'outcome':'require','required':[{'count':0,'group':'approvers'}]}]}",
            "{'v':'agenthub/governance/v1','rules':[{'match':{'kind':ALWAYS},'outcome':'require','required':[{'count':1,'group':'approvers'}],'when':[]}]}"})
    void refuseBoth(String quoted) {
        String document = json(quoted);
        assertThatExceptionOfType(DocumentFault.class).isThrownBy(
                () -> GovernanceDocument.parse(document.getBytes(StandardCharsets.UTF_8)));
        assertThat(SCHEMA.validate(document, InputFormat.JSON)).isNotEmpty();
    }
}
