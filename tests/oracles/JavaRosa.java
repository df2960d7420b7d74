import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.HashMap;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.reference.ResourceReference;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;

/**
 * What JavaRosa, the engine of ODK Collect, makes of answers to a form.
 *
 * A line of the standard input is the file of a form, then "name TAB answer" for each question, with
 * TAB between all: "name.2" is in the second item of a group that repeats, and "group.#" says how many
 * items somebody adds. A line of the output is "name TAB relevant TAB constraint TAB value" for each
 * element, TAB between all; or "!" and why the form is not opened.
 */
public final class JavaRosa {
    public static void main(String[] arguments) throws Exception {
        new XFormsModule().registerModule();
        new JavaRosaCoreModule().registerModule();
        ReferenceManager.instance().addReferenceFactory(new Beside());
        PropertyManager.setPropertyManager(silent());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                out.println(answered(line.split("\t", -1)));
            } catch (Exception unopened) {
                out.println("!" + String.valueOf(unopened).replaceAll("\\s+", " "));
            }
        }
    }

    /** A telephone that says neither its number nor its holder's name. */
    private static IPropertyManager silent() {
        Class<?>[] kinds = {IPropertyManager.class};
        return (IPropertyManager) Proxy.newProxyInstance(
            JavaRosa.class.getClassLoader(), kinds, (self, method, given) -> null);
    }

    /** The lists that stand beside the form, as `jr://file-csv/villages.csv` names one. */
    private static final class Beside implements ReferenceFactory {
        @Override
        public boolean derives(String named) {
            return named.startsWith("jr://file");
        }

        @Override
        public Reference derive(String named) {
            return new ResourceReference(named) {
                @Override
                public String getLocalURI() {
                    return folder + named.substring(named.lastIndexOf('/'));
                }
            };
        }

        @Override
        public Reference derive(String named, String context) {
            return derive(named);
        }
    }

    private static String folder;

    private static String answered(String[] given) throws Exception {
        folder = new File(given[0]).getParent();
        FormDef definition;
        try (FileInputStream file = new FileInputStream(given[0])) {
            definition = XFormUtils.getFormFromInputStream(file);
        }
        definition.initialize(true, new InstanceInitializationFactory());
        Map<String, String> answers = new HashMap<>();
        for (int at = 1; at + 1 < given.length; at += 2) {
            answers.put(given[at], given[at + 1]);
        }
        // How many items there are may depend on answers; theirs come once they are there.
        answer(definition, answers);
        if (answers.keySet().stream().anyMatch(name -> name.endsWith(".#"))) {
            addItems(definition, answers);
            answer(definition, answers);
        }
        StringBuilder told = new StringBuilder();
        for (TreeElement leaf : leaves(definition)) {
            IAnswerData value = leaf.getValue();
            boolean admitted = definition.evaluateConstraint(reference(leaf), value);
            String text = value == null ? "" : value.uncast().getString();
            told.append(told.length() > 0 ? "\t" : "").append(address(leaf));
            told.append("\t").append(leaf.isRelevant()).append("\t").append(admitted);
            told.append("\t").append(text.replace('\t', ' ').replace('\n', ' '));
        }
        return told.toString();
    }

    private static void answer(FormDef definition, Map<String, String> answers) {
        for (TreeElement leaf : leaves(definition)) {
            String text = answers.getOrDefault(address(leaf), "");
            if (!text.isEmpty()) {
                definition.setValue(data(text, leaf), reference(leaf), false);
            }
        }
    }

    /** Goes through the form as Collect does, and says yes to one more item until all are there. */
    private static void addItems(FormDef definition, Map<String, String> answers) {
        FormEntryController controller = new FormEntryController(new FormEntryModel(definition));
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        int event = controller.stepToNextEvent();
        while (event != FormEntryController.EVENT_END_OF_FORM) {
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
                TreeReference next = controller.getModel().getFormIndex().getReference();
                String wanted = answers.getOrDefault(next.getNameLast() + ".#", "0");
                if (next.getMultLast() < Integer.parseInt(wanted)) {
                    controller.newRepeat();
                }
            }
            event = controller.stepToNextEvent();
        }
    }

    /** "name", or "name.2" in the second item of a group that repeats. */
    private static String address(TreeElement leaf) {
        for (TreeElement each = leaf; each != null; each = (TreeElement) each.getParent()) {
            if (each.isRepeatable()) {
                return leaf.getName() + "." + (each.getMult() + 1);
            }
        }
        return leaf.getName();
    }

    private static List<TreeElement> leaves(FormDef definition) {
        List<TreeElement> leaves = new ArrayList<>();
        gather(definition.getMainInstance().getRoot(), leaves);
        return leaves;
    }

    private static TreeReference reference(TreeElement leaf) {
        return leaf.getRef();
    }

    private static IAnswerData data(String text, TreeElement leaf) {
        return XFormAnswerDataParser.getAnswerData(text, leaf.getDataType(), null);
    }

    private static void gather(TreeElement element, List<TreeElement> leaves) {
        for (int at = 0; at < element.getNumChildren(); at++) {
            TreeElement child = element.getChildAt(at);
            if (child.getMult() == TreeReference.INDEX_TEMPLATE) {
                continue;
            }
            if (child.getNumChildren() == 0) {
                leaves.add(child);
            } else {
                gather(child, leaves);
            }
        }
    }
}
