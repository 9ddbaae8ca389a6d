#include "CEnglishRules.h"

static const unsigned char rules[] = {
#embed "rules.tsv"
};

const void *copydesk_english_rules(size_t *size) {
    *size = sizeof rules;
    return rules;
}
